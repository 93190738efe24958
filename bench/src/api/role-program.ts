// One process of the run: the API, a worker, or who asks. It is forked with its orders as JSON, answers with one message, and
// ends when the process that has started it says nothing more.
import { setTimeout as rest } from 'node:timers/promises';
import { type Asked, askAtRate, type Orders } from './ask-at-rate.js';
import type { ContestantName } from './contestant.js';
import { openContestant } from './open-contestant.js';

export type Role =
  | { readonly role: 'serve'; readonly contestant: ContestantName; readonly url: string }
  | {
      readonly role: 'work';
      readonly contestant: ContestantName;
      readonly url: string;
      readonly concurrency: number;
      /** How long each job takes. */
      readonly jobMs: number;
    }
  | ({ readonly role: 'ask' } & Orders);

export type Answer = string | Asked;

interface Part {
  readonly answer: Answer;
  readonly stop?: () => Promise<unknown>;
}

async function play(role: Role): Promise<Part> {
  if (role.role === 'ask') return { answer: await askAtRate(role) };
  const contestant = await openContestant(role.contestant, role.url);
  if (role.role === 'serve') return { answer: await contestant.serve() };
  const handler = async () => {
    await rest(role.jobMs);
    return { ok: 1 };
  };
  // What runs is finished at the end: no job is left to be recovered while the other contestant is measured.
  return { answer: 'works', stop: await contestant.work(handler, role.concurrency) };
}

const gone = new Promise((resolve) => process.once('disconnect', resolve));
const { answer, stop } = await play(JSON.parse(process.argv[2] ?? '{}') as Role);
process.send?.(answer);
await gone;
await stop?.();
process.exit(0);
