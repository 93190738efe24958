import { CommandTimeoutError, RedisUnavailableError } from '@longshore/core';
import { Connection, scripts } from './core-internals.js';

/**
 * What goes wrong with a call: it never reaches Redis, it is executed and its reply is lost, or Redis refuses it with an error.
 */
export type Mishap = 'unreached' | 'reply lost' | Error;

interface Call {
  readonly script: string;
  readonly values: readonly (string | number)[];
}

/** A connection to a real server that fails on command. */
export class FailingConnection extends Connection {
  readonly calls: Call[] = [];
  readonly #mishaps = new Map<string, Mishap[]>();

  /** The next calls of a script go wrong, each in its way; those after them do not. */
  fail(script: string, ...mishaps: Mishap[]): void {
    this.#mishaps.set(script, mishaps);
  }

  /** How often a script was called. */
  count(script: string): number {
    return this.calls.filter((call) => call.script === script).length;
  }

  override async script(...call: Parameters<Connection['script']>): ReturnType<Connection['script']> {
    const [texts, , values] = call;
    const script = scripts.find((one) => one.current.sha === texts.current.sha)?.contract.name ?? 'unknown';
    this.calls.push({ script, values });
    const mishap = this.#mishaps.get(script)?.shift();
    if (mishap === 'unreached') throw new RedisUnavailableError('no connection to Redis');
    if (mishap instanceof Error) throw mishap;
    const reply = await super.script(...call);
    if (mishap === 'reply lost') throw new CommandTimeoutError(1);
    return reply;
  }
}
