// Runs one claim: open the message, find its handler, call it, judge what came of it. The step reads top to bottom in
// `#run`; each outcome is one clause in `#conclude` or `#failed`. Redis hears of it by the lane, on its next exchange.
import { MessageVersionError, UnknownHandlerError, UnrecoverableError } from '../errors.js';
import { type QueueDefinition, validate } from '../job/contract.js';
import { attemptRecord, completedRecord, failedRecord } from '../job/end-record.js';
import { decodeMessage, type Message } from '../job/message.js';
import { backoffMs, DEFAULT_BACKOFF } from '../job/retry-policy.js';
import { judgeFailure, type RetryDelay } from '../job/verdict.js';
import type { Logger } from '../logger.js';
import type { JobMeters, WorkerMetrics } from '../observe/metrics.js';
import type { Report } from '../redis/exchange.js';
import { isPassing } from '../redis/redis-error.js';
import type { Claim } from './claim.js';
import { type Ending, released } from './ending.js';
import type { HandlerTable, ResolvedHandler } from './handlers.js';
import { Job, type JobLink } from './job.js';

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

interface Opened {
  readonly message: Message;
  readonly handler: ResolvedHandler;
  readonly job: Job;
  readonly meters: JobMeters;
}

export class Runner {
  readonly #parts: RunnerParts;
  readonly #meters = new Map<string, JobMeters>();
  readonly #warned = new Set<string>();
  readonly #checked: boolean;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#checked = Object.keys(parts.definition.schemas).length > 0;
  }

  /** What a slot executes. Never rejects. */
  readonly run = async (claim: Claim): Promise<void> => {
    // Handed back, or lost, while it waited for its slot.
    if (claim.state !== 'unstarted') return;
    claim.state = 'running';
    const startedAt = performance.now();
    // This process stood still (it was stopped, say), and its lease may be gone: what has not begun begins elsewhere.
    if (startedAt - claim.takenAt > this.#parts.oldMs) return this.#parts.onOver(claim, released(claim), 0);
    let opened: Opened | undefined;
    let ending: Ending | undefined;
    let called = false;
    try {
      opened = this.#open(claim);
      if (opened.message.bodyApart || this.#checked) opened = await this.#complete(claim, opened);
      this.#parts.onActive(opened.job);
      called = true;
      const result = await opened.handler.run(opened.job);
      ending = this.#completed(claim, opened, result, performance.now() - startedAt);
    } catch (error) {
      const at = performance.now() - startedAt;
      const judge = (thrown: unknown) =>
        called || !opened ? this.#failed(claim, opened, thrown, at) : this.#unready(claim, opened, thrown);
      try {
        ending = judge(error);
      } catch (cause) {
        ending = judge(new Error('what the handler threw cannot be read', { cause }));
      }
    }
    const runMs = performance.now() - startedAt;
    opened?.meters.ran(runMs);
    this.#parts.onOver(claim, ending, runMs);
  };

  #open(claim: Claim): Opened {
    const message = decodeMessage(claim.id, claim.message);
    const handler = this.#parts.handlers.find(message.name);
    if (!handler) throw new UnknownHandlerError(message.name);
    const meters = this.#metersOf(message.name);
    meters.waited(Math.max(0, claim.claimedAt - message.addedAt));
    return { message, handler, meters, job: new Job(claim, message, message.data, this.#parts.link) };
  }

  /** Fetches a body that is kept apart, and lets the data pass its schema. */
  async #complete(claim: Claim, opened: Opened): Promise<Opened> {
    const { definition, link } = this.#parts;
    let { data } = opened.message;
    if (opened.message.bodyApart) {
      const body = await link.connection.command((client) => client.get(link.keys.body(claim.id)));
      if (typeof body !== 'string') throw new UnrecoverableError('the data of this job is missing');
      data = JSON.parse(body);
    }
    return {
      ...opened,
      job: new Job(claim, opened.message, await validate(definition, opened.message.name, data), link),
    };
  }

  #completed(claim: Claim, opened: Opened, result: unknown, runMs: number): Ending | undefined {
    if (claim.aborted === 'lost') return undefined;
    let record: string;
    try {
      record = completedRecord(result, claim.wid, opened.job.attempt, Math.round(runMs));
    } catch (cause) {
      // The work is done: doing it again would not make its result any smaller, or JSON.
      return this.#failed(
        claim,
        opened,
        new UnrecoverableError(`the handler's result cannot be stored: ${(cause as Error).message}`, { cause }),
        runMs,
      );
    }
    const report: Report = { verdict: 'completed', id: claim.id, held: claim.held, record };
    return { claim, report, job: opened.job, value: result, meters: opened.meters, resent: false };
  }

  #failed(claim: Claim, opened: Opened | undefined, error: unknown, runMs: number): Ending | undefined {
    const { id, held } = claim;
    const base = { claim, job: opened?.job, value: error, meters: opened?.meters, resent: false };
    const unknown = opened ? undefined : parkedAs(error);
    if (unknown !== undefined) {
      this.#warn(error as Error);
      return { ...base, report: { verdict: 'parked', id, held, name: unknown } };
    }
    const verdict = judgeFailure(error, {
      attempt: claim.failures + 1,
      attempts: opened?.message.options.attempts ?? opened?.handler.attempts ?? 1,
      delay: this.#delay(opened),
      early: this.#parts.early,
      aborted: claim.aborted,
    });
    switch (verdict.kind) {
      case 'lost':
        return undefined;
      case 'failed': {
        const record = failedRecord(error, claim.wid, claim.failures + 1, Math.round(runMs));
        return { ...base, report: { verdict: 'failed', id, held, record } };
      }
      case 'released':
        return { ...base, report: { verdict: 'released', id, held, begun: true } };
      case 'postponed':
        return { ...base, report: { verdict: 'postponed', id, held, amount: verdict.delayMs } };
      case 'retry': {
        const record = attemptRecord(error, claim.wid, claim.failures + 1, claim.claimedAt, Math.round(runMs));
        return { ...base, report: { verdict: 'retry', id, held, amount: verdict.delayMs, record } };
      }
    }
  }

  /** A backoff of the handler's own that throws, or answers no duration, must not cost the job its next attempt. */
  #delay(opened: Opened | undefined): RetryDelay {
    const delay = opened?.message.options.backoff ?? opened?.handler.delay ?? DEFAULT_BACKOFF;
    if (typeof delay !== 'function') return delay;
    return (attempt, error) => {
      try {
        return delay(attempt, error);
      } catch (err) {
        this.#parts.log.warn(
          { queue: this.#parts.definition.name, err },
          'the backoff of a handler failed; the default is taken',
        );
        return backoffMs(DEFAULT_BACKOFF, attempt);
      }
    };
  }

  /** The handler was never called. Without Redis another worker may be luckier; data that does not fit will not fit later either. */
  #unready(claim: Claim, opened: Opened, error: unknown): Ending | undefined {
    if (isPassing(error)) return released(claim);
    const cause = error instanceof Error ? error : new Error(String(error));
    return this.#failed(claim, opened, new UnrecoverableError(cause.message, { cause }), 0);
  }

  #metersOf(name: string): JobMeters {
    let meters = this.#meters.get(name);
    if (!meters) {
      meters = this.#parts.metrics.job(this.#parts.definition.name, name);
      this.#meters.set(name, meters);
    }
    return meters;
  }

  #warn(error: Error): void {
    if (this.#warned.has(error.message) || this.#warned.size > 100) return;
    this.#warned.add(error.message);
    this.#parts.log.warn(
      { queue: this.#parts.definition.name, err: error },
      'a job that this worker cannot run is left to others',
    );
  }
}

/** Under which name a job waits for a worker that can run it: its own, or the format of its message, which no name can be. */
function parkedAs(error: unknown): string | undefined {
  if (error instanceof UnknownHandlerError) return error.handler;
  return error instanceof MessageVersionError ? `format:${error.format}` : undefined;
}
