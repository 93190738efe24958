// One queue in one worker: puts the lane, the hand, the runner, the block reader and the reaper of the queue together. Longer than
// other files by its wiring: it decides nothing, and a part of it alone would have to be handed all the same parts.
import { countBusy, countLeaked } from '../observe/metrics.js';
import { Connection } from '../redis/connection.js';
import { type QueueKeys, queueKeys, registryKey } from '../redis/keys.js';
import { BlockReader } from './block-reader.js';
import type { Claim } from './claim.js';
import type { ConsumerParts } from './consumer-parts.js';
import { advertise, followControl } from './control.js';
import type { Ending } from './ending.js';
import { Hand } from './hand.js';
import type { BeatFor } from './heartbeat-protocol.js';
import { Lane } from './lane.js';
import { Prefetch } from './prefetch.js';
import { Reaper } from './reaper.js';
import { Recorder } from './recorder.js';
import { Runner } from './runner.js';
import { Scheduler } from './scheduler.js';
import type { QueueStatus } from './worker-status.js';

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
  readonly #scheduler: Scheduler;
  readonly #blocking: Connection;
  readonly #runner: Runner;
  #disobey = () => {};

  constructor(parts: ConsumerParts) {
    const { definition, plan, connection, target, slots } = parts;
    this.#parts = parts;
    this.keys = queueKeys(plan.prefix, definition.name);
    this.#prefetch = new Prefetch(plan.prefetch);
    const name = `longshore-block-${definition.name}`;
    this.#blocking = new Connection(target, { name, deadlineMs: plan.deadlineMs, check: true });
    this.#recorder = new Recorder({ keys: this.keys, connection, log: parts.log });
    this.#runner = this.#makeRunner();
    const [wake, look] = [() => this.lane.wake(), () => this.lane.look()];
    this.hand = new Hand(slots, slots.join(parts.weight, wake, look), (claim) => this.#start(claim));
    this.lane = this.#makeLane();
    this.#scheduler = new Scheduler({ keys: this.keys, connection, log: parts.log });
    this.#reaper = this.#makeReaper();
    connection.onDown(() => this.lane.stir());
  }

  #makeRunner(): Runner {
    const { definition, handlers, plan, connection, heartbeat, metrics, log, onActive } = this.#parts;
    return new Runner({
      definition,
      handlers,
      link: { connection, keys: this.keys, queue: definition.name },
      deadlines: heartbeat.deadlines,
      metrics,
      log,
      plan,
      onActive,
      onOver: (claim, ending, runMs) => this.#over(claim, ending, runMs),
      onGivenUp: (claim, ending, runMs) => this.#givenUp(claim, ending, runMs),
      onFreed: () => this.#freed(),
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
        hasPlace: plan.suspects !== undefined,
        keepCompleted: plan.keep.completed.count,
        deadlineMs: Math.min(plan.deadlineMs, plan.leaseMs / 2),
      },
      log,
      about: () => `${this.#words.handlers} ${JSON.stringify(this.#words.about)}`,
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
      settings: { intervalMs: plan.sweepMs, maxCrashes: plan.maxCrashes, keep: plan.keep },
      log,
      wid: () => this.lane.wid,
      onSwept: () => {
        this.#recorder.swept();
        this.#scheduler.stir();
      },
      onRecovered: (count, victim) => onRecovered(definition.name, count, victim),
    });
  }

  get queue(): string {
    return this.#parts.definition.name;
  }

  get status(): QueueStatus {
    return { name: this.queue, registered: this.lane.wid !== undefined, lastTakeAgeMs: this.lane.answerAgeMs };
  }

  /** Runs that have ended since the start. */
  get finished(): number {
    return this.#runner.finished;
  }

  start(): void {
    this.#reaper.start();
    this.#disobey = this.#obey();
    this.lane.start();
  }

  /**
   * Takes nothing new, and stays. It goes on reaping, giving schedules their jobs and recording the history: none of that takes
   * a job, and it may be the last worker that there is, for hours. What the read that was given up may have moved is found, and goes back.
   */
  quiet(): void {
    this.lane.quiet();
    this.lane.reconcile();
  }

  /** Takes nothing new, and is about to leave. */
  retire(): void {
    this.#reaper.stop();
    this.#scheduler.stop();
    this.lane.quiet();
  }

  /** Ends what is left, by the deadline; whatever this worker still holds goes back. */
  async leave(deadlineMs: number): Promise<void> {
    const { wid } = this.lane;
    this.#disobey();
    this.lane.stop();
    this.#runner.stop();
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
    const [{ handlers, subscriber, onOrdered }, lane] = [this.#parts, this.lane];
    return followControl(subscriber, this.keys.control, {
      wid: () => lane.wid,
      handlers: handlers.names,
      onOrdered,
      onPaused: () => lane.pause(),
      onOpened: () => lane.open(),
      onCancel: (id) => lane.cancel(id),
      onSchedules: () => this.#scheduler.stir(),
      onMissed: () => {
        lane.reconcile();
        this.#scheduler.stir();
      },
    });
  }

  /** What this worker says of itself: the handlers once for scripts, and once for people. */
  get #words(): Pick<BeatFor, 'handlers' | 'about'> {
    const { handlers, about } = this.#parts;
    return { handlers: advertise(handlers.names), about: { ...about, handlers: handlers.names } };
  }

  #start(claim: Claim): Promise<void> {
    if (claim.state === 'unstarted') {
      this.hand.started();
      this.#parts.heartbeat.note();
      countBusy(1);
    }
    return this.#runner.run(claim);
  }

  #over(claim: Claim, ending: Ending | undefined, runMs: number): void {
    this.hand.over(claim);
    countBusy(-1);
    if (!this.#ended(claim, ending, runMs)) this.lane.wake();
    this.#parts.slots.wakeOthers(this.hand.share);
  }

  #givenUp(claim: Claim, ending: Ending | undefined, runMs: number): void {
    this.hand.giveUp(claim);
    countLeaked(1);
    this.#ended(claim, ending, runMs);
    this.#parts.heartbeat.note();
  }

  #freed(): void {
    this.hand.freed();
    countBusy(-1);
    countLeaked(-1);
    this.lane.wake();
    this.#parts.slots.wakeOthers(this.hand.share);
  }

  /** False when there is nothing to report: no ending, or one of a registration that is gone. */
  #ended(claim: Claim, ending: Ending | undefined, runMs: number): boolean {
    this.#prefetch.observe(runMs);
    if (!ending) return false;
    this.#recorder.over(ending, runMs);
    if (claim.wid !== this.lane.wid) return false;
    this.lane.report(ending);
    return true;
  }

  #entered(wid: string): void {
    const { plan, connection, heartbeat } = this.#parts;
    heartbeat.watch({ prefix: plan.prefix, queue: this.queue, wid, ...this.#words });
    // The list of queues is a help for people; a failure here harms nothing and is repaired by the next registration.
    connection
      .command((client) => client.hset(registryKey(plan.prefix), this.queue, Date.now()))
      .catch(() => undefined);
    this.#parts.onEntered();
  }

  #fenced(wid: string): void {
    this.#parts.heartbeat.forget(wid);
    this.#parts.onLost(this.queue, wid);
  }
}
