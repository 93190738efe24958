// What every side of a queue stands on: its options, its connections, its events, and how it ends.
import type { Registry } from 'prom-client';
import type { Duration } from '../duration.js';
import { ClosedError, InvalidOptionError } from '../errors.js';
import { type Codec, readCodec } from '../job/codec.js';
import { type JobTypes, type QueueDefinition, readDefinition, withCodec } from '../job/contract.js';
import { type Logger, readLogger } from '../logger.js';
import { readTelemetry, type Telemetry } from '../observe/telemetry.js';
import { TypedEmitter } from '../observe/typed-emitter.js';
import { duration, kind, type Reader, readOptions, readPrefix, registry } from '../options.js';
import { queueKeys } from '../redis/keys.js';
import { type Links, openLinks } from '../redis/links.js';
import type { ConnectionOption } from '../redis/target.js';
import { type QueueEvents, readEvents } from './queue-events.js';
import type { QueueLink } from './queue-link.js';
import { ResultWaiter } from './result-waiter.js';

export interface QueueOptions {
  /** Where Redis is: a URL, ioredis options, or an ioredis client whose settings are used. */
  connection: ConnectionOption;
  /** What all keys begin with. Default `'longshore'`. */
  prefix?: string;
  /** How long a call may take, tries included. Default `'5s'`; `'none'` waits until Redis is there. */
  deadline?: Duration | 'none';
  /** Compresses or encrypts data and results. Goes before the one of the definition; default none. */
  codec?: Codec;
  /** Default: pino at `warn`, JSON lines on standard error. */
  logger?: Logger;
  /** Where metrics are registered. Default prom-client's own registry. */
  registry?: Registry;
  /** Traces what is added, e.g. `openTelemetry()` of `@longshore/core/opentelemetry`. Default none, which costs nothing. */
  telemetry?: Telemetry;
}

const TABLE = {
  connection: ((value) => value) as Reader<unknown>,
  prefix: readPrefix,
  deadline: ((value, field) =>
    value === 'none' ? Number.POSITIVE_INFINITY : duration(50)(value, field)) as Reader<number>,
  codec: readCodec,
  logger: kind<Logger>('object'),
  registry,
  telemetry: readTelemetry,
};

/** The deadline of commands other than `add`, where `add` has none. */
const COMMAND_MS = 5000;

/** The settings that a queue was opened with. */
export interface QueueSettings {
  readonly definition: QueueDefinition;
  readonly prefix: string;
  /** ms; `Infinity` waits until Redis is there. */
  readonly deadlineMs: number;
  readonly registry: Registry | undefined;
  readonly telemetry: Telemetry | undefined;
}

/** A queue that is open: connected when needed, until it is closed. */
export class OpenQueue extends TypedEmitter<QueueEvents> {
  readonly name: string;
  protected readonly settings: QueueSettings;
  readonly #links: Links;
  readonly #link: QueueLink;
  readonly #onClose = new Set<() => void>();
  #stopEvents: (() => void) | undefined;
  #closed = false;

  /** @throws {InvalidOptionError} {@link InvalidNameError} naming the field */
  constructor(queue: QueueDefinition<JobTypes> | string, options: QueueOptions) {
    const given = readOptions(options, TABLE, 'options');
    super(readLogger(given.logger, 'options.logger'));
    if (given.connection === undefined)
      throw new InvalidOptionError(
        'options.connection',
        "expected a URL like 'redis://127.0.0.1:6379', ioredis options, or an ioredis client",
      );
    const definition = withCodec(readDefinition(queue), given.codec);
    this.name = definition.name;
    const deadlineMs = given.deadline ?? COMMAND_MS;
    this.settings = {
      definition,
      prefix: given.prefix ?? 'longshore',
      deadlineMs,
      registry: given.registry,
      telemetry: given.telemetry,
    };
    this.#links = openLinks(given.connection, Math.min(deadlineMs, COMMAND_MS), this.log);
    const { connection, subscriber } = this.#links;
    const keys = queueKeys(this.settings.prefix, this.name);
    this.#link = {
      keys,
      connection,
      subscriber,
      codec: definition.codec,
      results: new ResultWaiter(connection, subscriber, keys, this.log),
      onClose: (callback) => {
        this.#onClose.add(callback);
        return () => this.#onClose.delete(callback);
      },
    };
  }

  /** Ends all waits and gives the connections back. Jobs stay. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopEvents?.();
    for (const end of [...this.#onClose]) end();
    this.#link.results.close();
    this.#links.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** How this queue reaches Redis, for handles that outlive a call. */
  protected get handleLink(): QueueLink {
    return this.#link;
  }

  /** The same for a call. @throws {ClosedError} when it is closed */
  protected get link(): QueueLink {
    if (this.#closed) throw new ClosedError(`the queue ${this.name}`);
    return this.#link;
  }

  /** Events come through the shared subscriber, which connects when somebody first listens. */
  protected override listening(event: keyof QueueEvents & string): void {
    if (event === 'error' || this.#stopEvents || this.#closed) return;
    this.#stopEvents = this.#link.subscriber.listen(this.#link.keys.events, {
      message: (text) => readEvents(text, (happened, id, at) => this.emit(happened, { id, at })),
      fresh: () => undefined,
    });
  }
}
