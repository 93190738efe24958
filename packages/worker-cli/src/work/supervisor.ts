// The supervisor of `longshore work`. It
//   1. starts worker processes, and another for each that dies, at the pace of the restart policy;
//   2. replaces processes that ask for it (they ran many jobs, they take much memory) or all of them, one after another:
//      the successor takes jobs before its predecessor stops, so that there is no gap;
//   3. lets all of them take nothing new, or finish and end; one that was ordered from outside to stop leaves its place empty.
// It never talks to Redis: that is the processes' business, so that it lives whatever they do.
import type { ProcessOrder } from '@longshore/core';
import { CommandError } from '../command-error.js';
import { counted } from '../print/text.js';
import type { Fleet, ProcessView } from './fleet.js';
import { LaunchTimer } from './launch-timer.js';
import { type Exit, ManagedProcess } from './managed-process.js';
import type { FromProcess, MetricSnapshot } from './messages.js';
import { MetricsCollector } from './metrics-collector.js';
import { Outcome } from './outcome.js';
import { Replacer } from './replacer.js';
import { RestartPolicy } from './restart-policy.js';
import type { SupervisorParts } from './supervisor-parts.js';

export class Supervisor implements Fleet {
  readonly #parts: SupervisorParts;
  readonly #policy: RestartPolicy;
  readonly #processes = new Set<ManagedProcess>();
  readonly #metrics = new MetricsCollector();
  readonly #timer = new LaunchTimer(() => this.#launch());
  readonly #replacer: Replacer;
  #state: Fleet['state'] = 'starting';
  #wanted: number;
  #launched = 0;
  #isRestartDue = false;
  #queues: readonly string[] = [];
  #hasRun = false;
  readonly #outcome = new Outcome();

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
    this.#wanted = parts.wanted;
    this.#policy = new RestartPolicy(parts.crashLimit);
    this.#replacer = new Replacer(parts, {
      processes: this.#processes,
      needsNobody: () => this.#needsNobody,
      launchSuccessor: () => this.#launch(true),
      fill: (withinMs) => this.#timer.in(withinMs),
    });
  }

  /** Settles when all processes are gone and none will come: rejects with the reason when that was not asked for. */
  get ended(): Promise<void> {
    return this.#outcome.over;
  }

  get state(): Fleet['state'] {
    return this.#state;
  }

  get replaced(): Fleet['replaced'] {
    return this.#replacer.counts;
  }

  get wanted(): number {
    return this.#wanted;
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
    await this.#replacer.inTurn(() => {
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
    this.#queues = queues;
    this.#noteComplete();
  }

  #noteComplete(): void {
    const isComplete = [...this.#processes].filter(({ state }) => state === 'ready').length >= this.wanted;
    if (!isComplete || this.#state === 'stopping') return;
    if (this.#state === 'starting') this.#state = 'running';
    if (this.#hasRun) return;
    this.#hasRun = true;
    this.#parts.onRunning(this.#queues);
  }

  #heard(process: ManagedProcess, message: FromProcess): void {
    if (message.say === 'metrics') this.#metrics.heard(process.number, message);
    else if (message.say === 'recycle' && this.#state === 'running') this.#replacer.recycle(process, message.reason);
    else if (message.say === 'ordered') this.#ordered(process, message.order);
  }

  /** It has heard an order from outside, and heeds it. */
  #ordered(process: ManagedProcess, order: ProcessOrder): void {
    if (process.isLeaving) return;
    if (order === 'quiet') return process.quiet();
    const { log, orders } = this.#parts;
    const who = { process: process.number, pid: process.pid };
    process.stop(orders.shutdownTimeoutMs);
    if (process.isSuccessor || process.hasSuccessor)
      return log.info(who, 'is stopped by order; the other one that was to replace, or be replaced, has its place');
    log.info(who, 'is stopped by order, and not replaced');
    this.#wanted--;
    if (this.#wanted > 0) return this.#noteComplete();
    log.info('the last process is stopped by order: ending');
    this.stop();
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
      this.#replacer.counts.restart++;
      if (!process.hasSuccessor) this.#launch();
      return;
    }
    if (exit.wasReady) this.#replacer.counts[exit.wasBlocked ? 'blocked' : 'crashed']++;
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

  async #restart(why: string): Promise<void> {
    if (this.#needsNobody) return;
    this.#parts.log.info(`restarting: ${why}`);
    this.#policy.forget();
    // Who was to start later starts below, with the new code.
    this.#timer.callOff();
    await this.#replacer.replaceAll();
    const present = [...this.#processes].filter(({ isLeaving }) => !isLeaving).length + this.#timer.size;
    for (let i = present; i < this.wanted && !this.#needsNobody; i++) this.#launch();
  }
}
