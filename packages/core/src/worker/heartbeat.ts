// The main thread's side of the heartbeat: starts the thread, says what to beat for, and keeps its signs of life fresh.
import { Worker as Thread } from 'node:worker_threads';
import type { Logger } from '../logger.js';
import type { TargetSeed } from '../redis/target.js';
import {
  type BeatFor,
  type FromThread,
  type HeartbeatSetup,
  SharedState,
  TICK_MS,
  type ToThread,
} from './heartbeat-protocol.js';
import { LagMeter } from './lag-meter.js';
import { RunDeadlines } from './run-deadlines.js';

export interface HeartbeatParts {
  readonly seed: TargetSeed;
  readonly leaseMs: number;
  readonly beatMs: number;
  readonly maxBlockedMs: number;
  readonly exitWhenBlocked: boolean;
  readonly log: Logger;
  readonly load: () => { busy: number; begun: number; slots: number; leaked: number };
  readonly onFenced: (wid: string) => void;
}

export class Heartbeat {
  readonly #parts: HeartbeatParts;
  readonly #beats = new Map<string, BeatFor>();
  readonly #memory = new SharedArrayBuffer(SharedState.BYTES);
  readonly #shared = new SharedState(this.#memory);
  readonly #pages: SharedArrayBuffer[] = [];
  /** Where runs with a timeout are entered, if the process shall end when one blocks it. */
  readonly deadlines: RunDeadlines | undefined;
  #lag = new LagMeter(TICK_MS, performance.now());
  #thread: Thread | undefined;
  #ticking: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
    if (!parts.exitWhenBlocked) return;
    this.deadlines = new RunDeadlines(({ memory }) => {
      this.#pages.push(memory);
      this.#say({ say: 'page', memory });
    });
  }

  start(): void {
    this.#lag = new LagMeter(TICK_MS, performance.now());
    this.#tick();
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
    this.#launch();
  }

  /** Beats for a registration from now on. */
  watch(beat: BeatFor): void {
    this.#beats.set(beat.wid, beat);
    this.#say({ say: 'watch', beat });
  }

  forget(wid: string): void {
    this.#beats.delete(wid);
    this.#say({ say: 'forget', wid });
  }

  /** What is in hand has changed, and a handler may block the event loop before the next tick. */
  note(): void {
    this.#shared.begun = this.#parts.load().begun;
  }

  /** From now on beats say that this worker takes nothing new. `atOnce`: others see it now, not with the next beat. */
  quiet(atOnce: boolean): void {
    this.#shared.quiet = true;
    if (atOnce) this.#say({ say: 'beat' });
  }

  /** How late the event loop was at worst in the last seconds, ms. */
  get lagMs(): number {
    return this.#ticking === undefined ? 0 : this.#lag.worst(performance.now());
  }

  /** When a beat was last sent that succeeded, `performance.now()`. */
  get lastBeatAt(): number {
    const at = this.#shared.beatAt;
    return at === 0 ? Number.NEGATIVE_INFINITY : performance.now() - (SharedState.now() - at);
  }

  /** Ends the thread. Leases end by themselves if a worker has not left. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#ticking);
    this.#ticking = undefined;
    this.#say({ say: 'stop' });
    await this.#thread?.terminate();
  }

  #tick(): void {
    const { busy, begun, slots, leaked } = this.#parts.load();
    this.#shared.late(this.#lag.tick(performance.now()));
    this.#shared.tickAt = SharedState.now();
    this.#shared.busy = busy;
    this.#shared.begun = begun;
    this.#shared.slots = slots;
    this.#shared.leaked = leaked;
  }

  #say(message: ToThread): void {
    this.#thread?.postMessage(message);
  }

  #launch(): void {
    const { seed, leaseMs, beatMs, maxBlockedMs, exitWhenBlocked, log, onFenced } = this.#parts;
    const setup: HeartbeatSetup = {
      seed: cloneable(seed) as TargetSeed,
      leaseMs,
      beatMs,
      maxBlockedMs,
      memory: this.#memory,
      exitWhenBlocked,
      pages: [...this.#pages],
    };
    const thread = new Thread(new URL('./heartbeat-thread.js', import.meta.url), {
      workerData: setup,
      execArgv: [],
      name: 'longshore-heartbeat',
    });
    this.#thread = thread;
    thread.on('message', (message: FromThread) => {
      if (message.say === 'fenced') onFenced(message.wid);
      else if (message.say === 'blocked')
        log.warn({ ms: message.ms }, 'the event loop was blocked: a handler hogs the CPU');
      else log.warn({ code: message.code }, `a heartbeat failed: ${message.message}`);
    });
    thread.on('error', (err) => log.error({ err }, 'the heartbeat thread failed'));
    // Without it the lease would end: it is started again, at a pace that cannot spin.
    thread.on('exit', () => {
      if (this.#stopped) return;
      setTimeout(() => {
        if (this.#stopped) return;
        this.#launch();
        for (const beat of this.#beats.values()) this.#say({ say: 'watch', beat });
      }, 200);
    });
  }
}

/** Connection options without what cannot be sent to a thread: functions, and objects of classes. */
function cloneable(value: unknown): unknown {
  if (value === null || typeof value !== 'object')
    return typeof value === 'function' || typeof value === 'symbol' ? undefined : value;
  if (Array.isArray(value)) return value.map(cloneable);
  if (ArrayBuffer.isView(value)) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cloneable(part)]));
}
