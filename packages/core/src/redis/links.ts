// The connections of what produces and watches: queues, boards and channels with the same `connection` option share one
// command connection and one lazy subscriber, however many there are.
import type { Logger } from '../logger.js';
import { Connection } from './connection.js';
import { Subscriber } from './subscriber.js';
import { readTarget } from './target.js';

export interface Links {
  readonly connection: Connection;
  /** Opens its connection when somebody first listens. */
  readonly subscriber: Subscriber;
  /** Gives this share back; the last one closes the connections. */
  release(): void;
}

interface Shared {
  readonly connection: Connection;
  readonly subscriber: Subscriber;
  users: number;
}

const byText = new Map<string, Shared>();
const byObject = new WeakMap<object, Shared>();

/** @throws {InvalidOptionError} when the option is no connection */
export function openLinks(option: unknown, deadlineMs: number, log: Logger): Links {
  const known =
    typeof option === 'string'
      ? byText.get(option)
      : typeof option === 'object' && option !== null
        ? byObject.get(option)
        : undefined;
  const shared = known ?? make(option, deadlineMs, log);
  shared.users++;
  let released = false;
  return {
    connection: shared.connection,
    subscriber: shared.subscriber,
    release: () => {
      if (released) return;
      released = true;
      if (--shared.users > 0) return;
      if (typeof option === 'string') byText.delete(option);
      else byObject.delete(option as object);
      shared.subscriber.close();
      shared.connection.close();
    },
  };
}

function make(option: unknown, deadlineMs: number, log: Logger): Shared {
  const target = readTarget(option, 'options.connection');
  const connection = new Connection(target, { name: 'longshore-client', deadlineMs, check: true });
  const listening = new Connection(target, { name: 'longshore-subscriber', deadlineMs: 5000, check: false });
  const shared: Shared = { connection, subscriber: new Subscriber(listening, log), users: 0 };
  if (typeof option === 'string') byText.set(option, shared);
  else byObject.set(option as object, shared);
  return shared;
}
