// One connection to Redis for one purpose. It
//   1. opens a client when one is needed, and a fresh one after each loss: clients are never left to mend themselves;
//   2. checks the server before the first command (version, eviction policy);
//   3. gives every command a deadline; a missed one destroys the client, since replies come in order;
//   4. turns every failure into a coded error.
// A command that was rejected here may still have been executed. Who calls decides what that means.
import type { Redis } from 'ioredis';
import { ClosedError, type LongshoreError, RedisUnavailableError } from '../errors.js';
import { checkServer } from './check-server.js';
import { ClientEnd } from './client-end.js';
import { Deadlines } from './deadlines.js';
import { isPassing, toLongshoreError } from './redis-error.js';
import type { Reply, ScriptTexts } from './script-text.js';
import type { Client, Target } from './target.js';

export interface ConnectionSettings {
  /** Shown in CLIENT LIST. */
  readonly name: string;
  /** The deadline of a command where the caller gives none, ms. */
  readonly deadlineMs: number;
  /** Whether the server is checked; once a process is enough. */
  readonly check: boolean;
}

interface Waiter {
  readonly resolve: (client: Client) => void;
  readonly reject: (error: LongshoreError) => void;
  readonly timer: NodeJS.Timeout | undefined;
}

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1000;
const ATTEMPT_MS = 5000;

export class Connection {
  #client: Client | undefined;
  #opening: Client | undefined;
  #trying = false;
  #wakeUp = () => {};
  #closed = false;
  #legacy = false;
  #lastError: LongshoreError | undefined;
  #parting: ClientEnd | undefined;
  readonly #waiters = new Set<Waiter>();
  readonly #onDown = new Set<() => void>();
  readonly #deadlines = new Deadlines<Client>((client) => this.#missed(client));

  constructor(
    readonly target: Target,
    readonly settings: ConnectionSettings,
  ) {}

  /** Why the last try failed; undefined once a client is open. */
  get lastError(): LongshoreError | undefined {
    return this.#lastError;
  }

  get isOpen(): boolean {
    return this.#client !== undefined;
  }

  /** Runs a script; see `Script.run`. */
  script(script: ScriptTexts, keys: string[], values: (string | number)[], deadlineMs?: number): Promise<Reply> {
    const limit = deadlineMs ?? this.settings.deadlineMs;
    const client = this.#client;
    if (client) return this.#evaluate(client as Redis, script, keys, values, limit);
    const since = performance.now();
    return this.acquire(limit).then((opened) => {
      const left = Math.max(1, limit - (performance.now() - since));
      return this.#evaluate(opened as Redis, script, keys, values, left);
    });
  }

  /** Runs a command. */
  async command(send: (client: Redis) => Promise<Reply>, deadlineMs = this.settings.deadlineMs): Promise<Reply> {
    const client = (this.#client ?? (await this.acquire(deadlineMs))) as Redis;
    return this.#deadlines.watch(client, send(client), deadlineMs, (error) => {
      throw this.#failed(client, error);
    });
  }

  /** The open client, for the subscriber. Waits for one as long as `deadlineMs`; `Infinity` waits until Redis is there. */
  acquire(deadlineMs: number): Promise<Client> {
    if (this.#closed) return Promise.reject(new ClosedError('the connection'));
    if (this.#client) return Promise.resolve(this.#client);
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiters.delete(waiter);
        const why = this.#lastError ? `: ${this.#lastError.message}` : '';
        reject(
          new RedisUnavailableError(
            `Redis at ${this.target.label} was not reached within ${Math.round(deadlineMs)} ms${why}`,
          ),
        );
      };
      const timer = deadlineMs === Number.POSITIVE_INFINITY ? undefined : setTimeout(giveUp, deadlineMs);
      const waiter: Waiter = { resolve, reject, timer };
      this.#waiters.add(waiter);
      if (!this.#trying) void this.#open();
      // Who comes first after a quiet time does not wait out a pause that was made for others.
      else if (this.#waiters.size === 1) this.#wakeUp();
    });
  }

  /** Calls back at every loss of the open client. */
  onDown(callback: () => void): void {
    this.#onDown.add(callback);
  }

  /** Drops the client, and with it what it waits for (a blocked read, say). The next command opens another. */
  drop(): void {
    if (this.#client) this.#lose(this.#client);
  }

  /** Resolves when the server has done all that the client that was dropped last had sent, or after `withinMs`. */
  async parted(withinMs: number): Promise<void> {
    await this.#parting?.within(withinMs);
  }

  /** Ends the connection for good; what is under way is rejected. Does not wait for Redis. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#opening?.disconnect();
    this.drop();
    this.#deadlines.stop();
    this.#settleWaiters((waiter) => waiter.reject(new ClosedError('the connection')));
  }

  /** Tries until a client is ready, somebody waits no more, or only a human can help. */
  async #open(): Promise<void> {
    this.#trying = true;
    for (
      let retryMs = FIRST_RETRY_MS;
      this.#waiters.size > 0 && !this.#closed;
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
    ) {
      const error = await this.#attempt();
      if (!error) break;
      this.#lastError = error;
      if (!isPassing(error)) {
        this.#settleWaiters((waiter) => waiter.reject(error));
        break;
      }
      await this.#nap(retryMs * (0.5 + Math.random() / 2));
    }
    this.#trying = false;
  }

  #nap(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** One try, bounded in time; returns what went wrong. */
  async #attempt(): Promise<LongshoreError | undefined> {
    let noticed: unknown;
    let client: Client | undefined;
    let timer: NodeJS.Timeout | undefined;
    try {
      client = this.target.open(this.settings.name);
      this.#opening = client;
      const opening = client;
      const failed = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new RedisUnavailableError(`no answer within ${ATTEMPT_MS} ms`)), ATTEMPT_MS);
        opening.on('error', (error: Error) => {
          // The first says most. Where it tells that waiting is no use, nobody waits for the socket to end.
          noticed ??= error;
          if (!isPassing(toLongshoreError(error))) reject(error);
        });
      });
      await Promise.race([client.connect().then(() => this.#check(opening as Redis)), failed]);
      if (this.#closed) throw new ClosedError('the connection');
      this.#ready(client);
      return undefined;
    } catch (error) {
      client?.disconnect();
      // What ioredis rejects with ("Connection is closed") says less than the error event before it.
      return toLongshoreError(noticed ?? error);
    } finally {
      clearTimeout(timer);
      this.#opening = undefined;
    }
  }

  #ready(client: Client): void {
    this.#client = client;
    this.#lastError = undefined;
    for (const event of ['close', 'end']) client.once(event, () => this.#lose(client));
    this.#settleWaiters((waiter) => waiter.resolve(client));
  }

  #lose(client: Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#parting = new ClientEnd(client);
    client.disconnect();
    for (const callback of this.#onDown) callback();
  }

  #settleWaiters(settle: (waiter: Waiter) => void): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const waiter of waiters) {
      clearTimeout(waiter.timer);
      settle(waiter);
    }
  }

  async #check(client: Redis): Promise<void> {
    if (this.settings.check) this.#legacy = await checkServer(client);
  }

  #failed(client: Client, error: unknown): LongshoreError {
    const coded = toLongshoreError(error);
    // "Not now", "not here": the next client asks anew who is in charge. A cluster client does that by itself.
    if (coded.code === 'ERR_REDIS_UNAVAILABLE' && !('isCluster' in client && client.isCluster)) this.#lose(client);
    return coded;
  }

  #evaluate(
    client: Redis,
    script: ScriptTexts,
    keys: string[],
    values: (string | number)[],
    limit: number,
  ): Promise<Reply> {
    const text = this.#legacy ? script.legacy : script.current;
    const sent = client.evalsha(text.sha, keys.length, ...keys, ...values) as Promise<Reply>;
    return this.#deadlines.watch(client, sent, limit, (error) => {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw this.#failed(client, error);
      // Redis has restarted or its scripts were flushed: the script has not run, and goes along this time.
      const again = client.eval(text.lua, keys.length, ...keys, ...values) as Promise<Reply>;
      return this.#deadlines.watch(client, again, limit, (second) => {
        throw this.#failed(client, second);
      });
    });
  }

  /** Whatever is behind a late reply waits for the same silent server, and no late reply must be taken for another's. */
  #missed(client: Client): void {
    if (this.#client === client) this.#lose(client);
    else client.disconnect();
  }
}
