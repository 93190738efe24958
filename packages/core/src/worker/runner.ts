// Runs one claim, top to bottom in `run`: open it, call its handler, judge what came of it. Redis hears of it by the
// lane, on its next exchange.
import type { QueueDefinition } from '../job/contract.js';
import type { Logger } from '../logger.js';
import type { WorkerMetrics } from '../observe/metrics.js';
import type { Claim } from './claim.js';
import { type Ending, released } from './ending.js';
import type { HandlerTable } from './handlers.js';
import type { Job, JobLink } from './job.js';
import { Judge } from './judge-run.js';
import { type Opened, Opener } from './open-claim.js';

export interface RunnerParts {
  readonly definition: QueueDefinition;
  readonly handlers: HandlerTable;
  readonly link: JobLink;
  readonly early: boolean;
  /** A claim that has waited for its slot longer than this is handed back: half a lease, ms. */
  readonly oldMs: number;
  readonly metrics: WorkerMetrics;
  readonly log: Logger;
  /** A handler is about to be called. */
  readonly onActive: (job: Job) => void;
  /** The claim leaves the slot; without an ending there is nothing to report. */
  readonly onOver: (claim: Claim, ending: Ending | undefined, runMs: number) => void;
}

export class Runner {
  readonly #parts: RunnerParts;
  readonly #opener: Opener;
  readonly #judge: Judge;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#opener = new Opener(parts);
    this.#judge = new Judge({ queue: parts.definition.name, early: parts.early, log: parts.log });
  }

  /** What a slot executes. Never rejects. */
  readonly run = async (claim: Claim): Promise<void> => {
    // Handed back, or lost, while it waited for its slot.
    if (claim.state !== 'unstarted') return;
    claim.state = 'running';
    const startedAt = performance.now();
    // This process stood still (it was stopped, say), and its lease may be gone: what has not begun begins elsewhere.
    if (startedAt - claim.takenAt > this.#parts.oldMs) return this.#parts.onOver(claim, released(claim), 0);
    const opener = this.#opener;
    let opened: Opened | undefined;
    let ending: Ending | undefined;
    let called = false;
    try {
      opened = opener.open(claim);
      if (!opener.isComplete(opened)) opened = await opener.complete(claim, opened);
      this.#parts.onActive(opened.job);
      called = true;
      const result = await opened.handler.run(opened.job);
      ending = this.#judge.completed(claim, opened, result, performance.now() - startedAt);
    } catch (error) {
      ending = this.#threw(claim, opened, called, error, performance.now() - startedAt);
    }
    const runMs = performance.now() - startedAt;
    opened?.meters.ran(runMs);
    this.#parts.onOver(claim, ending, runMs);
  };

  #threw(claim: Claim, opened: Opened | undefined, called: boolean, error: unknown, runMs: number): Ending | undefined {
    const judge = (thrown: unknown) =>
      called || !opened ? this.#judge.failed(claim, opened, thrown, runMs) : this.#judge.unready(claim, opened, thrown);
    try {
      return judge(error);
    } catch (cause) {
      return judge(new Error('what the handler threw cannot be read', { cause }));
    }
  }
}
