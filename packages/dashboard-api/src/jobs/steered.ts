// What came of steering a job: done, or why not. What cannot be done with a job as it is is a conflict, which tells the
// library's outcome.
import { JobRemovedError } from '@longshore/core';
import { ProblemError } from '../problems/problem-error.js';

const DONE = new Set(['retried', 'cancelled', 'ordered', 'promoted', 'rescheduled']);

/** The job cannot be steered so as it is now. */
class JobStateError extends ProblemError {
  constructor(
    id: string,
    code: string,
    readonly outcome: string,
    problem: string,
  ) {
    super(code, 409, `job ${id} ${problem}`);
  }
}

const CONFLICTS: Readonly<Record<string, readonly [code: string, problem: string]>> = {
  live: ['ERR_JOB_STATE', 'is in a state in which this cannot be done: it waits or runs'],
  ended: ['ERR_JOB_STATE', 'has ended'],
  completed: ['ERR_JOB_STATE', 'has completed: it is not run again'],
  active: ['ERR_JOB_ACTIVE', 'is running'],
  held: ['ERR_UNIQUE_KEY_HELD', 'has a unique key that another job has now'],
};

/** @throws {JobRemovedError} {@link JobStateError} */
export function steered(id: string, outcome: string): { outcome: string } {
  if (DONE.has(outcome)) return { outcome };
  const conflict = CONFLICTS[outcome];
  if (!conflict) throw new JobRemovedError(id);
  const [code, problem] = conflict;
  throw new JobStateError(id, code, outcome, problem);
}
