// Does something with all jobs that a filter names, state by state. Nothing is changed before that was confirmed.
import type { Queue } from '@longshore/core';
import { EXIT, type ExitCode } from '../../exit-code.js';
import type { Output } from '../../print/output.js';
import { counted } from '../../print/text.js';
import { UsageError } from '../../usage-error.js';
import { said } from '../read-option.js';
import type { Deed } from './deeds.js';
import { type State, UNDONE } from './job-states.js';

export interface Matching {
  readonly state: State | undefined;
  readonly name: string | undefined;
  readonly error: string | undefined;
  readonly all: boolean;
  readonly limit: number | undefined;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly reason: string | undefined;
}

/** @throws {UsageError} when it is not said which jobs are meant, or they can be none */
export function statesOf({ verb, states, usual }: Deed, { state, name, error, all }: Matching): readonly State[] {
  if (state === undefined && name === undefined && error === undefined && !all)
    throw new UsageError(`say which jobs to ${verb}: ids, or --state, --name, --error, or --all`);
  if (state !== undefined && !states.includes(state))
    throw new UsageError(`--state: to ${verb}, expected one of ${states.join(', ')}`);
  if (error === undefined) return state === undefined ? usual : [state];
  const failing = (state === undefined ? usual : [state]).filter((one) => UNDONE.some((undone) => undone === one));
  if (failing.length === 0) throw new UsageError(`--error: only ${UNDONE.join(', ')} jobs have one`);
  return failing;
}

/** @throws {UsageError} when it is not confirmed: with how many jobs it would be done; nothing was changed */
export async function steerMatching(queue: Queue, deed: Deed, matching: Matching, output: Output): Promise<ExitCode> {
  const { dryRun, yes } = matching;
  const states = statesOf(deed, matching);
  if (!dryRun && !yes) {
    const { matched } = await walk(queue, deed, states, { ...matching, dryRun: true });
    const would = `${counted(matched, 'job')} would be ${deed.done}`;
    throw new UsageError(`${would}; nothing was changed: confirm it with --yes, or only count with --dry-run`);
  }
  const { matched, changed, isInterrupted } = await walk(queue, deed, states, matching);
  if (output.isJson) output.json({ queue: queue.name, action: deed.verb, dryRun, matched, changed });
  else if (dryRun) output.line(`${counted(matched, 'job')} would be ${deed.done}`);
  else if (changed === matched) output.line(`${counted(changed, 'job')} ${deed.done}`);
  else output.line(`${changed} of ${counted(matched, 'job')} ${deed.done}; the others went their own way meanwhile`);
  if (isInterrupted) return EXIT.interrupted;
  return dryRun || changed === matched ? EXIT.fine : changed === 0 ? EXIT.failed : EXIT.partly;
}

/** Ctrl-C ends it between two calls to Redis, and what was done until then is told. */
async function walk(queue: Queue, deed: Deed, states: readonly State[], matching: Matching) {
  const { name, error, dryRun, limit = Number.MAX_SAFE_INTEGER, reason } = matching;
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt);
  const sum = { matched: 0, changed: 0, isInterrupted: false };
  try {
    for (const state of states) {
      const left = limit - sum.matched;
      if (left < 1) break;
      let soFar = { matched: 0, changed: 0 };
      const options = {
        dryRun,
        limit: left,
        signal: interrupted.signal,
        onProgress: (now: typeof soFar) => {
          soFar = now;
        },
      };
      await deed.where(queue, { state, ...said({ name, error }) }, options, reason).catch((problem: unknown) => {
        if (!interrupted.signal.aborted) throw problem;
        sum.isInterrupted = true;
      });
      sum.matched += soFar.matched;
      sum.changed += soFar.changed;
      if (sum.isInterrupted) break;
    }
  } finally {
    process.off('SIGINT', interrupt);
  }
  return sum;
}
