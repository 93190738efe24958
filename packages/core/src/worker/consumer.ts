// One queue in one worker: puts the lane, the hand, the runner, the block reader and the reaper of the queue together.
import type { LongshoreError } from '../errors.js';
import type { QueueDefinition } from '../job/contract.js';
import type { Logger } from '../logger.js';
import { countBusy, type WorkerMetrics } from '../observe/metrics.js';
import { Connection } from '../redis/connection.js';
import { type QueueKeys, queueKeys, registryKey } from '../redis/keys.js';
import type { Subscriber } from '../redis/subscriber.js';
import type { Target } from '../redis/target.js';
import { BlockReader } from './block-reader.js';
import type { Claim } from './claim.js';
import { advertise, followControl } from './control.js';
import type { Ending } from './ending.js';
import { Hand } from './hand.js';
import type { HandlerTable } from './handlers.js';
import type { Heartbeat } from './heartbeat.js';
import type { Job } from './job.js';
import { Lane } from './lane.js';
import type { Settling } from './lane-parts.js';
import { Prefetch } from './prefetch.js';
import { Reaper } from './reaper.js';
import { Recorder } from './recorder.js';
import { Runner } from './runner.js';
import type { Slots } from './slots.js';
import type { WorkerPlan } from './worker-options.js';

export interface ConsumerParts {
  readonly definition: QueueDefinition;
  readonly handlers: HandlerTable;
  readonly weight: number;
  readonly plan: WorkerPlan;
  readonly target: Target;
  /** The command connection, shared by the queues of the worker. */
  readonly connection: Connection;
  readonly subscriber: Subscriber;
  readonly heartbeat: Heartbeat;
  readonly slots: Slots;
  readonly metrics: WorkerMetrics;
  readonly log: Logger;
  readonly about: Readonly<Record<string, unknown>>;
  readonly onActive: (job: Job) => void;
  readonly onSettled: (ending: Ending, how: Settling, queue: string) => void;
  readonly onLost: (queue: string, wid: string) => void;
  readonly onRecovered: (queue: string, count: number, victim: string) => void;
  readonly onEntered: () => void;
  readonly onError: (error: LongshoreError) => void;
}

/** How long a worker that leaves waits for the server to close its blocked read, ms. */
const PART_MS = 500;

export class Consumer {
  readonly keys: QueueKeys;
  readonly hand: Hand;
  readonly lane: Lane;
  readonly #parts: ConsumerParts;
  readonly #prefetch: Prefetch;
  readonly #reaper: Reaper;
  readonly #recorder: Recorder;
  readonly #blocking: Connection;
  #disobey = () => {};

  constructor(parts: ConsumerParts) {
    const { definition, plan, connection, target, slots } = parts;
    this.#parts = parts;
    this.keys = queueKeys(plan.prefix, definition.name);
    this.#prefetch = new Prefetch(plan.prefetch);
    const name = `longshore-block-${definition.name}`;
    this.#blocking = new Connection(target, { name, deadlineMs: plan.deadlineMs, check: true });
    this.#recorder = new Recorder({ keys: this.keys, connection, log: parts.log });
    const runner = this.#makeRunner();
    const share = slots.join(parts.weight, () => this.lane.wake());
    this.hand = new Hand(slots, share, (claim) => this.#start(claim, runner));
    this.lane = this.#makeLane();
    this.#reaper = this.#makeReaper();
    connection.onDown(() => this.lane.stir());
  }

  #makeRunner(): Runner {
    const { definition, handlers, plan, connection, metrics, log, onActive } = this.#parts;
    const link = { connection, keys: this.keys };
    const onOver = (claim: Claim, ending: Ending | undefined, runMs: number) => this.#over(claim, ending, runMs);
    return new Runner({
      definition,
      handlers,
      link,
      metrics,
      log,
      early: plan.early,
      oldMs: plan.leaseMs / 2,
      onActive,
      onOver,
    });
  }

  #makeLane(): Lane {
    const { definition, plan, connection, heartbeat, log, onError, onSettled } = this.#parts;
    return new Lane({
      keys: this.keys,
      connection,
      reader: new BlockReader(this.#blocking, this.keys),
      hand: this.hand,
      prefetch: this.#prefetch,
      settings: {
        leaseMs: plan.leaseMs,
        early: plan.early,
        keepCompleted: plan.keep.completed.count,
        deadlineMs: Math.min(plan.deadlineMs, plan.leaseMs / 2),
      },
      log,
      about: () => `${this.#handlers} ${JSON.stringify(this.#about)}`,
      onSettled: (ending, how) => {
        if (how === 'settled' && ending.report.verdict === 'retry') this.#recorder.retried();
        onSettled(ending, how, definition.name);
      },
      onEntered: (wid) => this.#entered(wid),
      onFenced: (wid) => this.#fenced(wid),
      onHand: () => heartbeat.note(),
      onError,
      lastBeatAt: () => heartbeat.lastBeatAt,
    });
  }

  #makeReaper(): Reaper {
    const { definition, plan, connection, log, onRecovered } = this.#parts;
    return new Reaper({
      keys: this.keys,
      connection,
      settings: {
        intervalMs: plan.sweepMs,
        maxCrashes: plan.maxCrashes,
        keep: plan.keep,
      },
      log,
      wid: () => this.lane.wid,
      onSwept: () => this.#recorder.swept(),
      onRecovered: (count, victim) => onRecovered(definition.name, count, victim),
    });
  }

  get queue(): string {
    return this.#parts.definition.name;
  }

  start(): void {
    this.#reaper.start();
    this.#disobey = this.#obey();
    this.lane.wake();
  }

  /** Takes nothing new. */
  quiet(): void {
    this.#reaper.stop();
    this.lane.quiet();
  }

  /** Ends what is left, by the deadline; whatever this worker still holds goes back. */
  async leave(deadlineMs: number): Promise<void> {
    const { wid } = this.lane;
    this.#disobey();
    this.lane.stop();
    // Before anything goes back: a process that still runs a job is killed first.
    const closed = this.#parts.handlers.close(deadlineMs);
    const told = this.#recorder.close(deadlineMs);
    // A read that is still on its way would move a job to a list that nobody looks at any more, for as long as a sweep.
    await this.#blocking.parted(Math.min(PART_MS, deadlineMs / 4));
    try {
      await this.lane.leave(deadlineMs);
    } catch (err) {
      // The lease ends by itself, and others put the jobs back; those that were running count a crash then.
      this.#parts.log.warn({ err, queue: this.queue }, 'could not leave the queue; its lease will end by itself');
    }
    await closed;
    if (wid !== undefined) this.#parts.heartbeat.forget(wid);
    this.#blocking.close();
    await told;
  }

  /** Told by the queue's `control` channel, from the start to the end. */
  #obey(): () => void {
    const { handlers, subscriber } = this.#parts;
    const { lane } = this;
    return followControl(subscriber, this.keys.control, {
      wid: () => lane.wid,
      handlers: handlers.names,
      onPaused: () => lane.pause(),
      onOpened: () => lane.open(),
      onCancel: (id) => lane.cancel(id),
      onSchedules: () => undefined,
      onMissed: () => lane.reconcile(),
    });
  }

  get #handlers(): string {
    return advertise(this.#parts.handlers.names);
  }

  get #about(): Readonly<Record<string, unknown>> {
    return { ...this.#parts.about, handlers: this.#parts.handlers.names };
  }

  #start(claim: Claim, runner: Runner): Promise<void> {
    if (claim.state === 'unstarted') {
      this.hand.started();
      this.#parts.heartbeat.note();
      countBusy(1);
    }
    return runner.run(claim);
  }

  #over(claim: Claim, ending: Ending | undefined, runMs: number): void {
    this.hand.over(claim);
    countBusy(-1);
    this.#prefetch.observe(runMs);
    if (ending?.job) this.#count(claim, ending.job, ending.report.verdict, runMs);
    if (ending && claim.wid === this.lane.wid) this.lane.report(ending);
    else this.lane.wake();
    this.#parts.slots.wakeOthers(this.hand.share);
  }

  /** Only runs that came to an end of their own are told; a job waits until its first. */
  #count(claim: Claim, job: Job, verdict: Ending['report']['verdict'], runMs: number): void {
    if (verdict !== 'completed' && verdict !== 'failed' && verdict !== 'retry') return;
    this.#recorder.ran(runMs);
    if (claim.failures === 0) this.#recorder.waited(claim.claimedAt - job.addedAt);
  }

  #entered(wid: string): void {
    const { plan, connection, heartbeat } = this.#parts;
    const { queue } = this;
    heartbeat.watch({ prefix: plan.prefix, queue, wid, handlers: this.#handlers, about: this.#about });
    // The list of queues is a help for people; a failure here harms nothing and is repaired by the next registration.
    connection.command((client) => client.hset(registryKey(plan.prefix), queue, Date.now())).catch(() => undefined);
    this.#parts.onEntered();
  }

  #fenced(wid: string): void {
    this.#parts.heartbeat.forget(wid);
    this.#parts.onLost(this.queue, wid);
  }
}
