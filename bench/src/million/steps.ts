// What is done with the queue of a million jobs, step by step. What each step costs Redis is read from outside.
import { type AddOptions, type BulkJob, Queue, Worker, type WorkerOptions } from '@longshore/core';

const BULK = 5000;
/** Calls that only look are repeated so often, so that a neighbour on the machine does not hit them all. */
const LOOKS = 40;
const NAME = 'million';

export interface Stage {
  readonly url: string;
  readonly queue: Queue;
  readonly jobs: number;
}

type Step = [name: string, run: (stage: Stage) => Promise<unknown>];

export const STEPS: readonly Step[] = [
  ['add, plain', (stage) => add(stage, 0.4, () => ({}))],
  ['add, prioritized', (stage) => add(stage, 0.25, (i) => ({ priority: (i % 40) - 20 }))],
  ['add, delayed', (stage) => add(stage, 0.2, (i) => ({ delay: 3_600_000 + (i % 1000) }))],
  ['add, unique', (stage) => add(stage, 0.1, (i) => ({ unique: { key: `key-${i}` } }))],
  ['add, expiring', (stage) => add(stage, 0.05, () => ({ delay: '1h', expiresIn: '1s' }))],
  ['schedules', setSchedules],
  ['look', look],
  ['work', work],
  ['look at what ended', lookAtEnded],
  ['steer single jobs', steer],
  ['expire', expire],
  ['retain', retain],
];

export function openStage(url: string, jobs: number): Stage {
  return { url, jobs, queue: new Queue(NAME, { connection: url, deadline: '1m' }) };
}

async function add({ queue, jobs }: Stage, share: number, options: (i: number) => AddOptions): Promise<void> {
  const count = Math.round(jobs * share);
  for (let done = 0; done < count; done += BULK) {
    const batch: BulkJob[] = [];
    for (let i = done; i < Math.min(done + BULK, count); i++)
      batch.push({
        name: i % 100 === 0 ? 'rare' : 'usual',
        data: { i, text: 'forty bytes or so of a payload' },
        options: options(i),
      });
    await queue.addBulk(batch);
  }
}

async function setSchedules({ queue, jobs }: Stage): Promise<void> {
  const count = jobs / 100;
  for (let done = 0; done < count; done += 100) {
    const upsert = (i: number) => queue.schedules.upsert(`schedule-${i}`, { every: '1h', name: 'usual', data: { i } });
    await Promise.all(Array.from({ length: Math.min(100, count - done) }, (_, i) => upsert(done + i)));
  }
}

async function look({ queue }: Stage): Promise<void> {
  for (let i = 0; i < LOOKS; i++) {
    await queue.counts();
    await queue.overview();
    for (const state of ['waiting', 'prioritized', 'delayed'] as const) {
      const { jobs, cursor } = await queue.list({ state, limit: 200 });
      await queue.list({ state, limit: 200, cursor, data: true });
      await queue.list({ state, limit: 200, name: 'rare' });
      await queue.list({ state, limit: 200, name: 'none', order: 'newest' });
      const id = jobs[i % jobs.length]?.id ?? '';
      await queue.explain(id);
      await queue.get(id);
    }
  }
}

async function lookAtEnded({ queue }: Stage): Promise<void> {
  for (let i = 0; i < LOOKS; i++) {
    await queue.overview();
    for (const state of ['completed', 'failed'] as const) {
      const { cursor } = await queue.list({ state, limit: 200 });
      await queue.list({ state, limit: 200, cursor, data: true });
      await queue.list({ state, limit: 200, name: 'none' });
    }
    await queue.list({ state: 'failed', limit: 200, error: 'not in any of them' });
  }
}

async function work({ url, queue, jobs }: Stage): Promise<void> {
  const goal = jobs / 5;
  const keep = { count: jobs, age: '1d' } as const;
  const handler = ({ data }: { data: { i: number } }) => {
    if (data.i % 10 === 3) throw new Error('one of ten fails');
    return { ok: 1 };
  };
  const worker = new Worker(NAME, handler, {
    connection: url,
    concurrency: 100,
    keep: { completed: keep, failed: keep },
  });
  await until(async () => {
    const { completed, failed } = await queue.counts();
    return completed + failed >= goal;
  });
  await worker.close();
}

async function steer({ queue }: Stage): Promise<void> {
  for (const state of ['waiting', 'prioritized', 'delayed'] as const) {
    const { jobs } = await queue.list({ state, limit: 200 });
    for (const { id } of jobs.slice(0, 100)) await queue.cancel(id);
    for (const { id } of jobs.slice(100)) await queue.remove(id);
  }
  const delayed = await queue.list({ state: 'delayed', limit: 200 });
  for (const { id } of delayed.jobs.slice(0, 100)) await queue.promote(id);
  for (const { id } of delayed.jobs.slice(100)) await queue.reschedule(id, { delay: '2h' });
  for (const { id } of (await queue.list({ state: 'failed', limit: 200 })).jobs) await queue.retry(id);
}

/** Some of those that expire may have been cancelled or removed on the way: it is over when no more come. */
function expire(stage: Stage): Promise<void> {
  let before = -1;
  return tend(stage, {}, async () => {
    const { expired } = await stage.queue.counts();
    const isOver = expired > 0 && expired === before;
    before = expired;
    return isOver;
  });
}

/** What had ended at least ten seconds ago may go; the rest stays for now. */
function retain(stage: Stage): Promise<void> {
  const few = { count: 100, age: '1d' } as const;
  return tend(stage, { keep: { completed: few, failed: few, cancelled: few, expired: few } }, async () => {
    const { completed, failed, cancelled, expired } = await stage.queue.counts();
    return completed + failed + cancelled + expired <= 400;
  });
}

/** A worker on a paused queue runs no job: it sweeps. */
async function tend(
  { url, queue }: Stage,
  options: Partial<WorkerOptions>,
  done: () => Promise<boolean>,
): Promise<void> {
  await queue.pause();
  const worker = new Worker(NAME, () => undefined, { connection: url, sweep: '100ms', ...options });
  await until(done);
  await worker.close();
  await queue.resume();
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const latest = performance.now() + 120_000;
  while (!(await done())) {
    if (performance.now() > latest) throw new Error('a step of the benchmark does not come to its end');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
