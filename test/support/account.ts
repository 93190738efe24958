import { expect } from 'vitest';
import { auditQueue } from './audit-queue.js';
import type { Run } from './ledger.js';
import type { Scene } from './scene.js';

export interface Account {
  /** Jobs that have ended. */
  readonly jobs: number;
  /** Starts beyond the first of a job. */
  readonly repeats: number;
  readonly runs: Map<string, Run[]>;
  readonly ends: Map<string, End>;
}

/** A terminal record, as far as it is looked at here. */
export interface End {
  readonly state: string;
  readonly outcome: unknown;
  readonly worker: string;
}

const READ_AT_ONCE = 500;

/**
 * Holds the ledger against Redis, at the end of a test: every accepted job has ended exactly once, by the run that was the
 * last to claim it, every second start is explained, and the queue is in a sound state.
 */
export async function expectAccount(scene: Scene): Promise<Account> {
  const runs = scene.ledger.runs();
  const ends = await readEnds(scene);
  expect((await findProblems(scene, runs, ends)).slice(0, 20)).toEqual([]);
  const starts = [...runs.values()].reduce((sum, list) => sum + list.length, 0);
  return { jobs: ends.size, repeats: starts - runs.size, runs, ends };
}

/** What is wrong, in words; nothing where all is well. */
export async function findProblems(scene: Scene, runs: Map<string, Run[]>, ends: Map<string, End>): Promise<string[]> {
  const { ledger, redis, queueName } = scene;
  const problems = ledger.problems();
  for (const id of ledger.accepted) {
    const end = ends.get(id);
    if (end === undefined) problems.push(`${id} was accepted and has not ended`);
    else problems.push(...contradictions(id, end, runs.get(id) ?? []));
  }
  for (const id of ends.keys()) {
    if (!ledger.accepted.has(id) && !ledger.doubtful.has(id)) problems.push(`${id} has ended and was never added`);
  }
  problems.push(...(await countTwice(scene, ends)));
  problems.push(...(await auditQueue(redis, 'longshore', queueName, { accepted: ledger.accepted })));
  return problems;
}

/** The terminal records of all jobs. */
export async function readEnds(scene: Scene): Promise<Map<string, End>> {
  const prefix = scene.key('end:');
  const names = await scene.redis.keys(`${prefix}*`);
  const ends = new Map<string, End>();
  for (let from = 0; from < names.length; from += READ_AT_ONCE) {
    const part = names.slice(from, from + READ_AT_ONCE);
    for (const [i, text] of (await scene.redis.mget(part)).entries()) {
      const [, state, outcome, worker] = JSON.parse(text ?? '[]');
      ends.set((part[i] ?? '').slice(prefix.length), { state, outcome, worker });
    }
  }
  return ends;
}

/** What ended a job must be what its last run did. */
function contradictions(id: string, { state, worker }: End, runs: readonly Run[]): string[] {
  const last = runs.at(-1);
  if (last === undefined) return [`${id} ended as ${state} and never started`];
  if (last.worker !== worker) return [`${id} was ended by ${worker}, but claimed last as ${last.token}`];
  if (state === 'completed' && last.how !== 'done') return [`${id} completed, but its last run ended as ${last.how}`];
  if (state === 'failed' && last.how === 'done') return [`${id} failed, but its last run was done`];
  return [];
}

/** The counters are raised in the step that ends a job: a job that ended twice is counted twice. */
async function countTwice(scene: Scene, ends: Map<string, End>): Promise<string[]> {
  const problems: string[] = [];
  for (const state of ['completed', 'failed']) {
    const counted = Number((await scene.redis.hget(scene.key('stats'), state)) ?? 0);
    const found = [...ends.values()].filter((end) => end.state === state).length;
    if (counted !== found) problems.push(`${found} jobs have ${state}, but that happened ${counted} times`);
  }
  return problems;
}
