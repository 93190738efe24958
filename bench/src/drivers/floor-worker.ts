// The floor's worker: one exchange in flight, and whatever finishes meanwhile rides on the next. With nothing to do
// it blocks on the list, as an idle worker of the design does.
import type { Handler, RunningWorker, WorkOptions } from './driver.js';
import { ADOPT_KEYS, EXCHANGE_KEYS, type FloorRedis, key, TAG, WORKER_ID } from './floor-scripts.js';
import { FLOOR_KEEP, FLOOR_KEEP_ALL } from './settings.js';

const BLOCK_SECONDS = 2;

// The length of a real end record, without the cost of a clock the floor does not need.
const ENDED_AT = 1_790_000_000_000;

export class FloorWorker implements RunningWorker {
  readonly #keep: number;
  #running = 0;
  #settled: string[] = [];
  #busy = false;
  #stopping = false;
  #idle: (() => void) | undefined;

  constructor(
    private readonly redis: FloorRedis,
    private readonly blocking: FloorRedis,
    private readonly handler: Handler,
    private readonly options: WorkOptions,
  ) {
    this.#keep = options.keepAll ? FLOOR_KEEP_ALL : FLOOR_KEEP;
  }

  async start(): Promise<void> {
    await Promise.all([this.redis.zadd(key('leases'), 1, WORKER_ID), this.blocking.ping()]);
    this.#schedule();
  }

  /** For measurements that have ended: it reports what is running and cuts the blocked read off. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.blocking.disconnect();
    if (this.#busy || this.#running > 0 || this.#settled.length > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
        this.#schedule();
      });
    }
    this.redis.disconnect();
  }

  #schedule(): void {
    if (this.#busy) return;
    this.#busy = true;
    setImmediate(() => {
      this.#exchange().catch(fail);
    });
  }

  async #exchange(): Promise<void> {
    const want = this.#stopping ? 0 : this.options.concurrency - this.#running;
    const reports = this.#settled;
    this.#settled = [];
    if (want > 0 || reports.length > 0) {
      const reply = await this.redis.exchange(...EXCHANGE_KEYS, TAG, WORKER_ID, want, this.#keep, ...reports);
      const [ids = [], tokens = [], messages = []] = reply;
      this.#running += ids.length;
      for (let i = 0; i < ids.length; i++) void this.#run(ids[i] as string, tokens[i] as string, messages[i] as string);
    }
    this.#busy = false;
    if (this.#running > 0 || this.#settled.length > 0) this.#schedule();
    else if (this.#stopping) this.#idle?.();
    else await this.#block();
  }

  async #block(): Promise<void> {
    this.#busy = true;
    const id = await this.blocking
      .blmove(key('waiting'), key(`pending:${WORKER_ID}`), 'RIGHT', 'LEFT', BLOCK_SECONDS)
      .catch(() => null);
    if (id !== null) {
      const [token, message] = await this.redis.adopt(...ADOPT_KEYS, TAG, WORKER_ID, id);
      this.#running++;
      void this.#run(id, token as string, message as string);
    }
    this.#busy = false;
    if (!this.#stopping || this.#running > 0) this.#schedule();
    else this.#idle?.();
  }

  async #run(id: string, token: string, message: string): Promise<void> {
    JSON.parse(message);
    const result = await this.handler();
    this.#running--;
    this.#settled.push(id, token, JSON.stringify({ state: 'completed', at: ENDED_AT, result }));
    this.#schedule();
  }
}

function fail(error: unknown): void {
  console.error('floor:', error);
  process.exit(1);
}
