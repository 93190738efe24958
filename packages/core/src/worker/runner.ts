// Runs one claim, top to bottom in `run`: open it, call its handler, judge what came of it. Redis hears of it by the
// lane, on its next exchange.
import { JobTimeoutError } from '../errors.js';
import type { QueueDefinition } from '../job/contract.js';
import type { Logger } from '../logger.js';
import type { WorkerMetrics } from '../observe/metrics.js';
import type { Claim } from './claim.js';
import { type Ending, released } from './ending.js';
import type { HandlerTable } from './handlers.js';
import type { Job, JobLink } from './job.js';
import { Judge } from './judge-run.js';
import { type Opened, Opener, timeoutOf } from './open-claim.js';
import type { RunDeadlines } from './run-deadlines.js';
import { isPlain, type SealedResult, sealResult } from './seal-result.js';
import { type TimedRun, Timekeeper } from './timekeeper.js';
import type { WorkerPlan } from './worker-options.js';

export interface RunnerParts {
  readonly definition: QueueDefinition;
  readonly handlers: HandlerTable;
  readonly link: JobLink;
  /** A claim that has waited for its slot longer than half a lease is handed back. */
  readonly plan: Pick<WorkerPlan, 'early' | 'maxCrashes' | 'leaseMs'>;
  /** Where runs with a timeout are entered, if the process shall end when one blocks it. */
  readonly deadlines: RunDeadlines | undefined;
  readonly metrics: WorkerMetrics;
  readonly log: Logger;
  /** A handler is about to be called. */
  readonly onActive: (job: Job) => void;
  /** The claim leaves the slot; without an ending there is nothing to report. */
  readonly onOver: (claim: Claim, ending: Ending | undefined, runMs: number) => void;
  /** The claim ends although its handler goes on, and keeps the slot. */
  readonly onGivenUp: (claim: Claim, ending: Ending | undefined, runMs: number) => void;
  /** The handler of a claim that was given up has ended: the slot is free. */
  readonly onFreed: () => void;
}

interface Running extends TimedRun {
  readonly opened: Opened;
  readonly startedAt: number;
}

export class Runner {
  readonly #parts: RunnerParts;
  readonly #opener: Opener;
  readonly #judge: Judge;
  readonly #oldMs: number;
  /** Results need neither a check nor a codec. */
  readonly #isPlain: boolean;
  readonly #timekeeper: Timekeeper<Running>;
  #finished = 0;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#opener = new Opener(parts);
    this.#isPlain = isPlain(parts.definition);
    const { definition, plan, deadlines, log } = parts;
    const { early, maxCrashes, leaseMs } = plan;
    this.#oldMs = leaseMs / 2;
    this.#timekeeper = new Timekeeper((run) => this.#giveUp(run), definition.name, deadlines);
    this.#judge = new Judge({ queue: definition.name, early, maxCrashes, log });
  }

  /** Runs that have ended, or were given up. */
  get finished(): number {
    return this.#finished;
  }

  /** What a slot executes. Never rejects. */
  readonly run = async (claim: Claim): Promise<void> => {
    // Handed back, or lost, while it waited for its slot.
    if (claim.state !== 'unstarted') return;
    claim.state = 'running';
    const startedAt = performance.now();
    // This process stood still (it was stopped, say), and its lease may be gone: what has not begun begins elsewhere.
    if (startedAt - claim.takenAt > this.#oldMs) return this.#parts.onOver(claim, released(claim), 0);
    const opener = this.#opener;
    let opened: Opened | undefined;
    try {
      opened = opener.open(claim);
      if (!opener.isComplete(opened)) opened = await opener.complete(claim, opened);
      this.#parts.onActive(opened.job);
    } catch (error) {
      return this.#over(claim, opened, this.#unready(claim, opened, error), startedAt);
    }
    const timed = this.#begin(claim, opened, startedAt);
    let ending: Ending | undefined;
    try {
      const result = await opened.handler.run(opened.job);
      if (!claim.isOver) {
        ending = this.#isPlain
          ? this.#judge.completed(claim, opened, result, performance.now() - startedAt)
          : await this.#seal(claim, opened, result, startedAt);
      }
    } catch (error) {
      if (!claim.isOver) ending = this.#threw(claim, opened, error, performance.now() - startedAt);
    }
    if (timed) this.#timekeeper.end(timed);
    if (claim.isOver) return this.#freed(opened, startedAt);
    this.#finished++;
    this.#over(claim, opened, ending, startedAt);
  };

  /** No timeout runs out any more. */
  stop(): void {
    this.#timekeeper.stop();
  }

  async #seal(claim: Claim, opened: Opened, result: unknown, startedAt: number): Promise<Ending | undefined> {
    let sealed: SealedResult;
    try {
      sealed = await sealResult(this.#parts.definition, opened.message.name, result);
    } catch (error) {
      if (claim.isOver) return undefined;
      return readably(error, (cause) => this.#judge.refused(claim, opened, cause, performance.now() - startedAt));
    }
    return claim.isOver ? undefined : this.#judge.sealed(claim, opened, sealed, performance.now() - startedAt);
  }

  #over(claim: Claim, opened: Opened | undefined, ending: Ending | undefined, startedAt: number): void {
    const runMs = performance.now() - startedAt;
    opened?.meters.ran(runMs);
    this.#parts.onOver(claim, ending, runMs);
  }

  #begin(claim: Claim, opened: Opened, startedAt: number): Running | undefined {
    const timeoutMs = timeoutOf(opened);
    if (timeoutMs === undefined) return undefined;
    const run = { claim, opened, startedAt, timeoutMs, graceMs: opened.handler.graceMs };
    this.#timekeeper.begin(run);
    return run;
  }

  /** The handler heeds nothing: its attempt fails, and it keeps its slot for as long as it goes on. */
  #giveUp({ claim, opened, startedAt, timeoutMs, graceMs }: Running): void {
    const runMs = performance.now() - startedAt;
    const { onGivenUp, log } = this.#parts;
    this.#finished++;
    onGivenUp(claim, this.#threw(claim, opened, new JobTimeoutError(claim.id, timeoutMs), runMs), runMs);
    log.warn(
      { ...this.#about(opened), timeoutMs, graceMs },
      'a handler goes on after its timeout and its grace: its attempt has failed, and its slot stays taken until it ends',
    );
  }

  #freed(opened: Opened, startedAt: number): void {
    const runMs = performance.now() - startedAt;
    opened.meters.ran(runMs);
    this.#parts.onFreed();
    this.#parts.log.info(
      { ...this.#about(opened), runMs },
      'a handler that had been given up has ended; its slot is free',
    );
  }

  #about({ job }: Opened): Readonly<Record<string, string>> {
    return { queue: this.#parts.definition.name, id: job.id, name: job.name };
  }

  #threw(claim: Claim, opened: Opened, error: unknown, runMs: number): Ending | undefined {
    return readably(error, (thrown) => this.#judge.failed(claim, opened, thrown, runMs));
  }

  #unready(claim: Claim, opened: Opened | undefined, error: unknown): Ending | undefined {
    return readably(error, (thrown) =>
      opened ? this.#judge.unready(claim, opened, thrown) : this.#judge.failed(claim, undefined, thrown, 0),
    );
  }
}

/** A handler may throw what throws when it is looked at. */
function readably(error: unknown, judge: (thrown: unknown) => Ending | undefined): Ending | undefined {
  try {
    return judge(error);
  } catch (cause) {
    return judge(new Error('what the handler threw cannot be read', { cause }));
  }
}
