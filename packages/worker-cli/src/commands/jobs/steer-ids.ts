// Does something with jobs that are named, and tells for each what came of it.
import { LongshoreError, type Queue } from '@longshore/core';
import { EXIT, type ExitCode } from '../../exit-code.js';
import type { Output } from '../../print/output.js';
import { printable } from '../../print/text.js';
import { inTurns } from '../open-queue.js';

export interface Steering {
  readonly verb: string;
  readonly good: readonly string[];
  readonly otherwise: Readonly<Record<string, string>>;
  readonly act: (id: string) => Promise<string>;
}

interface Outcome {
  readonly id: string;
  /** A word of the library; `unknown` where a call got no answer. */
  readonly outcome: string;
  readonly ok: boolean;
  readonly error?: { readonly code: string; readonly message: string };
}

/**
 * @returns 0 when it was done with all, 1 with none, 3 with some
 * @throws what the first call threw, when none of them got an answer; a name that can be no id, before anything is done
 */
export async function steerIds(
  queue: Queue,
  ids: readonly string[],
  steering: Steering,
  output: Output,
): Promise<ExitCode> {
  const wanted = [...new Set(ids)];
  for (const id of wanted) queue.job(id);
  const errors: unknown[] = [];
  const outcomes = await inTurns(wanted, async (id): Promise<Outcome> => {
    try {
      const outcome = await steering.act(id);
      return { id, outcome, ok: steering.good.includes(outcome) };
    } catch (error) {
      // With others it was done, and they shall be told of.
      if (!(error instanceof LongshoreError)) throw error;
      errors.push(error);
      return { id, outcome: 'unknown', ok: false, error: { code: error.code, message: error.message } };
    }
  });
  if (errors.length === wanted.length) throw errors[0];
  tell(queue.name, outcomes, steering, output);
  const done = outcomes.filter(({ ok }) => ok).length;
  return done === outcomes.length ? EXIT.fine : done === 0 ? EXIT.failed : EXIT.partly;
}

function tell(name: string, outcomes: readonly Outcome[], { verb, otherwise }: Steering, output: Output): void {
  if (output.isJson) return output.json({ queue: name, action: verb, jobs: outcomes });
  for (const { id, outcome, ok, error } of outcomes) {
    const shown = outcome === 'ordered' ? 'runs, and was told to stop' : (otherwise[outcome] ?? outcome);
    const line = `${printable(id)}  ${printable(error ? error.message : shown)}`;
    output.line(ok ? line : output.paint('yellow', line));
  }
}
