// The supervisor of `longshore work`. It
//   1. starts worker processes, and another for each that dies, at the pace of the restart policy;
//   2. replaces processes that ask for it (they ran many jobs, they take much memory) or all of them, one after another:
//      the successor takes jobs before its predecessor stops, so that there is no gap;
//   3. lets all of them take nothing new, or finish and end.
// It never talks to Redis: that is the processes' business, so that it lives whatever they do.
import { CommandError } from '../command-error.js';
import { counted } from '../print/text.js';
import { type Fleet, noneReplaced, type ProcessView, type ReplaceReason } from './fleet.js';
import { LaunchTimer } from './launch-timer.js';
import { type Exit, ManagedProcess } from './managed-process.js';
import type { FromProcess, MetricSnapshot } from './messages.js';
import { MetricsCollector } from './metrics-collector.js';
import { Outcome } from './outcome.js';
import { RestartPolicy } from './restart-policy.js';
import type { SupervisorParts } from './supervisor-parts.js';
import { TurnQueue } from './turn-queue.js';

/** After a successor that did not start, a process that asks to be replaced is heard again only then. */
const ASK_AGAIN_MS = 30_000;

export class Supervisor implements Fleet {
  readonly replaced = noneReplaced();
  readonly #parts: SupervisorParts;
  readonly #policy: RestartPolicy;
  readonly #processes = new Set<ManagedProcess>();
  readonly #metrics = new MetricsCollector();
  readonly #timer = new LaunchTimer(() => this.#launch());
  /** Replacements go one after another: two at once would need twice the memory. */
  readonly #turns = new TurnQueue();
  #state: Fleet['state'] = 'starting';
  #launched = 0;
  #isRestartDue = false;
  #hasRun = false;
  readonly #outcome = new Outcome();

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
    this.#policy = new RestartPolicy(parts.crashLimit);
  }

  /** Settles when all processes are gone and none will come: rejects with the reason when that was not asked for. */
  get ended(): Promise<void> {
    return this.#outcome.over;
  }

  get state(): Fleet['state'] {
    return this.#state;
  }

  get wanted(): number {
    return this.#parts.wanted;
  }

  get leaseMs(): number {
    return this.#parts.orders.leaseMs;
  }

  get processes(): readonly ProcessView[] {
    return [...this.#processes];
  }

  /** Starts the processes, unless it was told to stop before. */
  start(): void {
    for (let i = 0; i < this.wanted && this.#state !== 'stopping'; i++) this.#launch();
  }

  /** Lets all processes take nothing new, now and for good. */
  quiet(): void {
    if (this.#needsNobody) return;
    this.#state = 'quiet';
    this.#parts.log.info('quiet: nothing new is taken; what runs goes on');
    this.#timer.callOff();
    for (const process of this.#processes) process.quiet();
    this.#endIfEmpty();
  }

  /** Replaces all processes, one after another. When the first successor does not start, the old ones go on. */
  async restart(why: string): Promise<void> {
    // Code that changes while it is brought in is brought in after that, once.
    if (this.#isRestartDue) return;
    this.#isRestartDue = true;
    await this.#turns.run(() => {
      this.#isRestartDue = false;
      return this.#restart(why);
    });
  }

  /** Lets all processes finish and end. */
  stop(): void {
    if (this.#state === 'stopping') return;
    this.#state = 'stopping';
    this.#timer.callOff();
    for (const process of this.#processes) process.stop(this.#parts.orders.shutdownTimeoutMs);
    this.#endIfEmpty();
  }

  /** Ends all processes without asking. */
  stopNow(): void {
    this.stop();
    for (const process of this.#processes) process.kill();
  }

  collect(withinMs: number): Promise<readonly (readonly MetricSnapshot[])[]> {
    return this.#metrics.collect([...this.#processes], withinMs);
  }

  /** A fleet that takes nothing needs nobody new. */
  get #needsNobody(): boolean {
    return this.#state === 'stopping' || this.#state === 'quiet';
  }

  #launch(isSuccessor = false): ManagedProcess {
    const orders = { ...this.#parts.orders, number: ++this.#launched };
    const process = new ManagedProcess(orders, {
      onReady: (ready, queues) => this.#ready(ready, queues),
      onMessage: (speaker, message) => this.#heard(speaker, message),
      onExit: (gone, exit) => this.#gone(gone, exit),
    });
    process.isSuccessor = isSuccessor;
    this.#processes.add(process);
    if (this.#state === 'quiet') process.quiet();
    return process;
  }

  #ready(process: ManagedProcess, queues: readonly string[]): void {
    const { number, pid } = process;
    this.#parts.log.info({ process: number, pid }, `ready (pid ${pid})`);
    const isComplete = [...this.#processes].filter(({ state }) => state === 'ready').length >= this.wanted;
    if (!isComplete || this.#state === 'stopping') return;
    if (this.#state === 'starting') this.#state = 'running';
    if (this.#hasRun) return;
    this.#hasRun = true;
    this.#parts.onRunning(queues);
  }

  #heard(process: ManagedProcess, message: FromProcess): void {
    if (message.say === 'metrics') this.#metrics.heard(process.number, message);
    else if (message.say === 'recycle') this.#recycle(process, message.reason);
  }

  #gone(process: ManagedProcess, exit: Exit): void {
    const { log } = this.#parts;
    const who = { process: process.number, pid: process.pid };
    this.#processes.delete(process);
    this.#metrics.ended(process.number);
    if (this.#needsNobody) {
      if (exit.wasReady && exit.how !== 'exit code 0') log.warn(who, `ended: ${exit.how}`);
      return this.#endIfEmpty();
    }
    if (exit.wasOrdered && exit.how === 'exit code 0') return log.info(who, 'has left');
    if (exit.wasOrdered) return log.warn(who, `did not leave in order: ${exit.how}`);
    if (!exit.wasReady && exit.refusal) return this.#refused(process, exit, exit.refusal);
    // One that ends itself while it loads would do so again at once.
    if (exit.wasAsked && exit.wasReady) {
      log.info(who, 'was told to stop from outside, and has left; another takes its place');
      this.replaced.restart++;
      if (!process.hasSuccessor) this.#launch();
      return;
    }
    if (exit.wasReady) this.replaced[exit.wasBlocked ? 'blocked' : 'crashed']++;
    log.error({ ...who, finished: exit.finished }, `died: ${exit.how}`);
    this.#relaunch(process, exit, exit.how);
  }

  /** It cannot start. At the beginning nobody waits for a better time; later its predecessors or the next try may do. */
  #refused(process: ManagedProcess, exit: Exit, { code, message }: NonNullable<Exit['refusal']>): void {
    if (!this.#hasRun && !this.#parts.isWatching) return this.#fail(new CommandError(code, message));
    this.#parts.log.error({ process: process.number, code }, `cannot start: ${message}`);
    if (!this.#parts.isWatching) this.#relaunch(process, exit, message);
    else if (!process.isSuccessor) this.#parts.log.info('waiting for the code to change');
  }

  /** Another one starts where nobody else sees to that. */
  #relaunch(process: ManagedProcess, exit: Exit, why: string): void {
    // While the one goes on that it was to replace, nothing is lost: that is no crash loop.
    if (process.isSuccessor) return;
    const waitMs = this.#policy.died(exit);
    if (waitMs === undefined) {
      const message = `${counted(this.#policy.inRow, 'process')} in a row ended without having finished a job; the last: ${why}`;
      return this.#fail(new CommandError('ERR_CRASH_LOOP', message));
    }
    if (process.hasSuccessor) return;
    if (waitMs > 0) this.#parts.log.info(`another process starts in ${waitMs} ms`);
    this.#timer.in(waitMs);
  }

  #fail(error: CommandError): void {
    this.#outcome.fail(error);
    this.stop();
  }

  #endIfEmpty(): void {
    if (this.#processes.size === 0) this.#outcome.end();
  }

  #recycle(process: ManagedProcess, reason: 'max-jobs' | 'max-memory'): void {
    const isTooSoon = performance.now() - process.triedAt < ASK_AGAIN_MS;
    if (process.isBeingReplaced || isTooSoon || this.#state !== 'running') return;
    process.isBeingReplaced = true;
    const why = reason === 'max-jobs' ? 'has run as many jobs as it may' : 'takes more memory than it may';
    this.#parts.log.info({ process: process.number, pid: process.pid }, `${why}; another takes its place`);
    void this.#turns.run(() => this.#replace(process, reason));
  }

  async #restart(why: string): Promise<void> {
    if (this.#needsNobody) return;
    this.#parts.log.info(`restarting: ${why}`);
    this.#policy.forget();
    // Who was to start later starts below, with the new code.
    this.#timer.callOff();
    await this.#replaceAll();
    const present = [...this.#processes].filter(({ isLeaving }) => !isLeaving).length + this.#timer.size;
    for (let i = present; i < this.wanted && !this.#needsNobody; i++) this.#launch();
  }

  async #replaceAll(): Promise<void> {
    for (const process of [...this.#processes].filter(({ state }) => state !== 'stopping')) {
      process.isBeingReplaced = true;
      const isReplaced = await this.#replace(process, 'restart');
      if (this.#needsNobody) return;
      if (!isReplaced) return this.#parts.log.error('the new code does not start; the old goes on');
    }
  }

  /** @returns whether another has taken its place */
  async #replace(process: ManagedProcess, reason: ReplaceReason): Promise<boolean> {
    if (this.#needsNobody) return false;
    // It was asked for twice; or it died meanwhile, and another came for it.
    if (process.isLeaving || !this.#processes.has(process)) return true;
    process.hasSuccessor = true;
    const successor = this.#launch(true);
    const isReady = await successor.started;
    successor.isSuccessor = false;
    if (isReady) {
      this.replaced[reason]++;
      process.stop(this.#parts.orders.shutdownTimeoutMs);
      // Who writes code does not wait for a long job of the last version.
      if (!this.#parts.isWatching) await process.exited;
      return true;
    }
    process.isBeingReplaced = false;
    process.hasSuccessor = false;
    process.triedAt = performance.now();
    // Both are gone: the place is filled like that of any process that died.
    if (!this.#processes.has(process) && !this.#needsNobody) this.#timer.in(ASK_AGAIN_MS / 10);
    return false;
  }
}
