// Waits for jobs to end, for any number of jobs with one subscription: subscribe, then read, then read again every few
// seconds. So a result is seen that came before the subscription held, and one whose announcement was lost.
import type { Logger } from '../logger.js';
import type { Connection } from '../redis/connection.js';
import type { QueueKeys } from '../redis/keys.js';
import { look } from '../redis/scripts.js';
import type { Subscriber } from '../redis/subscriber.js';

/** What `look` says of a job: its terminal record, or `''` when it is not there. */
export type Ended = (record: string) => void;

const POLL_MS = 5000;
const MOST_IDS = 1000;
/** Events after which a job may have ended or be gone. */
const TERMINAL = /^(?:completed|failed|cancelled|expired|removed) /;

export class ResultWaiter {
  readonly #waiters = new Map<string, Set<Ended>>();
  #unread = new Set<string>();
  #reading = false;
  #stopListening: (() => void) | undefined;
  #isFresh = false;
  #poll: NodeJS.Timeout | undefined;

  constructor(
    readonly connection: Connection,
    readonly subscriber: Subscriber,
    readonly keys: QueueKeys,
    readonly log: Logger,
  ) {}

  /** Calls `ended` once, when the job has ended or is not there; returns what stops that. */
  wait(id: string, ended: Ended): () => void {
    let waiters = this.#waiters.get(id);
    if (!waiters) {
      waiters = new Set();
      this.#waiters.set(id, waiters);
    }
    waiters.add(ended);
    this.#listen();
    if (this.#isFresh) this.#read(id);
    return () => this.#forget(id, ended);
  }

  close(): void {
    this.#waiters.clear();
    this.#rest();
  }

  #forget(id: string, ended: Ended): void {
    const waiters = this.#waiters.get(id);
    if (!waiters?.delete(ended) || waiters.size > 0) return;
    this.#waiters.delete(id);
    if (this.#waiters.size === 0) this.#rest();
  }

  #listen(): void {
    if (this.#stopListening) return;
    this.#stopListening = this.subscriber.listen(this.keys.events, {
      message: (text) => this.#heard(text),
      fresh: () => {
        this.#isFresh = true;
        this.#readAll();
      },
    });
    // Also without a subscription: a result is found within a few seconds at the latest.
    this.#poll = setInterval(() => this.#readAll(), POLL_MS);
  }

  #rest(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#isFresh = false;
    clearInterval(this.#poll);
  }

  #heard(text: string): void {
    for (const line of text.split('\n')) {
      if (!TERMINAL.test(line)) continue;
      // The first word may be somebody's id too: then that one is read for nothing.
      for (const id of line.split(' ')) if (this.#waiters.has(id)) this.#read(id);
    }
  }

  #readAll(): void {
    for (const id of this.#waiters.keys()) this.#read(id);
  }

  /** Ids of one tick are read together. */
  #read(id: string): void {
    this.#unread.add(id);
    if (this.#reading) return;
    this.#reading = true;
    setImmediate(() => void this.#readUnread());
  }

  async #readUnread(): Promise<void> {
    while (this.#unread.size > 0) {
      const ids = [...this.#unread].slice(0, MOST_IDS);
      for (const id of ids) this.#unread.delete(id);
      try {
        const answers = await look.run(this.connection, this.keys, { ids });
        for (const [i, answer] of answers.entries()) if (answer !== 'live') this.#tell(ids[i] as string, answer);
      } catch (err) {
        // The poll reads them again; who waits has a timeout of its own.
        this.log.debug({ err }, 'could not read results');
      }
    }
    this.#reading = false;
  }

  #tell(id: string, record: string): void {
    const waiters = this.#waiters.get(id);
    if (!waiters) return;
    this.#waiters.delete(id);
    if (this.#waiters.size === 0) this.#rest();
    for (const ended of waiters) ended(record);
  }
}
