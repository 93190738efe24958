// The worker inside a worker process: loads the handlers, runs them, and says how it is.
import { isolated, type ProcessOrder, Worker, type WorkerQueue } from '@longshore/core';
import type { Logger } from 'pino';
import { register } from 'prom-client';
import { sizeOf } from '../print/text.js';
import { readConfigFile } from '../settings/config-file.js';
import { loadHandlers } from './load-handlers.js';
import { logJobs } from './log-jobs.js';
import type { FromProcess, RecycleReason, WorkOrders } from './messages.js';
import { leaveSuspectOrders } from './suspect-orders.js';

const SUSPECT_PROGRAM = new URL('./suspect-program.js', import.meta.url);
/** For suspects that have no timeout themselves: the longest that there is. */
const SUSPECT_TIMEOUT = '24d';
const STATUS_MS = 1000;
/** Where a process is replaced after so many jobs, it is looked at more often. */
const COUNTING_MS = 100;
/** Of the time to stop, what stays for saying so. */
const FAREWELL_MS = 200;

export class RunningWorker {
  readonly #orders: WorkOrders;
  readonly #log: Logger;
  readonly #tell: (message: FromProcess) => Promise<void>;
  #worker: Worker | undefined;
  #ticking: NodeJS.Timeout | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;
  #toldFinished = 0;
  #asked: RecycleReason | undefined;
  #isQuiet = false;
  #isClosing = false;

  constructor(orders: WorkOrders, log: Logger, tell: (message: FromProcess) => Promise<void>) {
    this.#orders = orders;
    this.#log = log;
    this.#tell = tell;
  }

  /** Resolves when it takes jobs. Without Redis it goes on trying. Rejects when that would not help. */
  async start(): Promise<void> {
    const { handlers, queues: choices, strict } = this.#orders;
    const queues = await loadHandlers(handlers, choices, strict);
    const worker = await this.#open(queues);
    if (this.#isClosing) return worker.close({ deadline: 0 });
    this.#worker = worker;
    logJobs(worker, this.#log);
    worker.on('ordered', (order) => this.#ordered(order));
    if (this.#isQuiet) worker.quiet();
    this.#ticking = setInterval(() => this.#tick(), this.#orders.maxJobs === undefined ? STATUS_MS : COUNTING_MS);
    await ready(worker).catch((error) => {
      if (!this.#isClosing) throw error;
    });
    if (this.#isClosing) return;
    this.#warnOfMemory();
    // Its status goes first: the first job may block this process before the next look.
    this.#tick();
    await this.#tell({ say: 'ready', queues: worker.status().queues.map(({ name }) => name) });
  }

  /** Takes nothing new from here on. */
  quiet(): void {
    this.#isQuiet = true;
    this.#worker?.quiet();
  }

  /** Finishes, hands back what is left, and says for the last time what it has counted. */
  async close(withinMs: number): Promise<void> {
    this.#isClosing = true;
    const farewellMs = Math.min(FAREWELL_MS, withinMs / 4);
    await this.#worker?.close({ deadline: Math.max(0, withinMs - farewellMs) });
    clearInterval(this.#ticking);
    this.#tick();
    await Promise.race([this.tellMetrics(), new Promise((resolve) => setTimeout(resolve, farewellMs))]);
  }

  /** Says what this process has counted. */
  async tellMetrics(request?: number): Promise<void> {
    // prom-client's types promise less than it gives: the values are there.
    const metrics = (await register.getMetricsAsJSON()) as Extract<FromProcess, { say: 'metrics' }>['metrics'];
    await this.#tell({ say: 'metrics', request, metrics });
  }

  async #open(queues: readonly WorkerQueue[]): Promise<Worker> {
    const { prefix, concurrency, leaseMs, strict, redisUrl, connectionFile } = this.#orders;
    leaveSuspectOrders(this.#orders);
    const file = connectionFile === undefined ? undefined : await readConfigFile('.', connectionFile);
    return new Worker(queues, {
      connection: (file?.values['connection'] ?? redisUrl) as string,
      prefix,
      concurrency,
      lease: leaseMs,
      logger: this.#log,
      exitWhenBlocked: true,
      suspects: isolated(SUSPECT_PROGRAM, { timeout: SUSPECT_TIMEOUT }),
      order: strict ? 'strict' : 'weighted',
    });
  }

  /** The supervisor answers as if the order were its own: it tells a process that is to stop when to end. */
  #ordered(order: ProcessOrder): void {
    this.#isQuiet = true;
    // At once, so that it closes within the time of this process and not of the library. What goes wrong is seen by who ends it.
    if (order === 'stop') this.close(this.#orders.shutdownTimeoutMs).catch(() => undefined);
    void this.#tell({ say: 'ordered', order });
  }

  #tick(): void {
    const worker = this.#worker;
    if (!worker) return;
    const status = worker.status();
    const memory = process.memoryUsage.rss();
    this.#recycle(status.finished, memory);
    const now = performance.now();
    if (now - this.#toldAt < STATUS_MS - COUNTING_MS && !this.#isClosing) return;
    this.#toldAt = now;
    void this.#tell({ say: 'status', status: { ...status, memory } });
    if (status.finished === this.#toldFinished) return;
    this.#toldFinished = status.finished;
    this.tellMetrics().catch((err) => this.#log.warn({ err }, 'metrics cannot be read'));
  }

  /** A limit below what a process takes without having done anything would replace each as soon as it has work. */
  #warnOfMemory(): void {
    const { maxMemory = Number.POSITIVE_INFINITY } = this.#orders;
    const memory = process.memoryUsage.rss();
    if (memory > maxMemory) this.#log.warn(`takes ${sizeOf(memory)} before its first job: more than --max-memory`);
  }

  /** Asked until it happens: a successor may fail to start. */
  #recycle(finished: number, memory: number): void {
    const { maxJobs = Number.POSITIVE_INFINITY, maxMemory = Number.POSITIVE_INFINITY } = this.#orders;
    // One that has done nothing would be followed by one that takes as much.
    const isLarge = memory > maxMemory && finished > 0;
    const reason = finished >= maxJobs ? 'max-jobs' : isLarge ? 'max-memory' : undefined;
    if (reason === undefined || this.#isClosing) return;
    this.#asked ??= reason;
    void this.#tell({ say: 'recycle', reason: this.#asked });
  }
}

/** Redis may come later; what only a person can mend is told at once. */
async function ready(worker: Worker): Promise<void> {
  for (;;) {
    try {
      return await worker.ready();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_REDIS_UNAVAILABLE') throw error;
    }
  }
}
