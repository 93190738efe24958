// `longshore jobs …` on queues of the library.
import { UnrecoverableError } from '@longshore/core';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { type CliOutcome, runCli } from '../support/run-cli.js';
import { gate, test, type WorkerBed } from '../support/worker-bed.js';

const ESCAPE = '\u001b';
/** A name and an error that would clear the screen, and would fill it. */
const HOSTILE = `bad${ESCAPE}[2J\r`;
const LONG = 'x'.repeat(5000);

const jobs = (bed: WorkerBed, verb: string, ...args: string[]) =>
  runCli(['jobs', verb, bed.queueName, ...args], { env: { LONGSHORE_REDIS_URL: bed.server.url } });
const json = ({ stdout }: CliOutcome) => JSON.parse(stdout);
const said = ({ code, stdout, stderr }: CliOutcome) => [code, stdout, stderr];

/** Fails these jobs for good. */
async function failAll(bed: WorkerBed, ids: readonly string[], message: string) {
  const worker = bed.worker((job: { log(text: string): Promise<void> }) =>
    job.log(`line${HOSTILE}`).then(() => {
      throw new UnrecoverableError(message);
    }),
  );
  await Promise.all(ids.map((jobId) => bed.queue.add('charge', { text: HOSTILE, jobId }, { jobId })));
  await until(async () => (await bed.queue.counts()).failed === ids.length);
  await worker.close();
}

test('list and show: tables that nothing can break, all of it for programs', async ({ bed }) => {
  await failAll(bed, ['f1', 'f2', 'f3'], `${HOSTILE}${LONG}`);
  await bed.queue.add('later', {}, { jobId: 'd1', delay: '1h' });
  await bed.queue.add('now', {}, { jobId: 'w1' });
  const [table, first, found, nothing, shown, whole] = await Promise.all([
    jobs(bed, 'list'),
    jobs(bed, 'list', '--json', '--limit', '2'),
    jobs(bed, 'list', '--error', 'BAD', '--name', 'charge', '--order', 'oldest', '--limit', '2', '--json'),
    jobs(bed, 'list', '--state', 'cancelled'),
    jobs(bed, 'show', 'f1'),
    jobs(bed, 'show', 'f1', '--json'),
  ]);
  const rows = table.stdout.trimEnd().split('\n');
  expect(rows.map((row) => row.split(/ +/)[0])).toEqual(['id', 'w1', 'd1', 'f3', 'f2', 'f1']);
  expect(Math.max(...rows.map((row) => row.length))).toBeLessThan(200);
  for (const { stdout } of [table, shown]) expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(json(first)).toMatchObject({ queue: bed.queueName, jobs: [{ id: 'w1' }, { id: 'd1' }] });
  const second = await jobs(bed, 'list', '--json', '--limit', '2', '--cursor', json(first).cursor);
  expect(json(second)).toMatchObject({ jobs: [{ id: 'f3' }, { id: 'f2' }] });
  const { cursor } = json(found);
  expect(json(found).jobs.map(({ id }: { id: string }) => id)).toEqual(['f1', 'f2']);
  const onwards = ['--error', 'BAD', '--name', 'charge', '--order', 'oldest', '--json', '--cursor', cursor];
  expect(json(await jobs(bed, 'list', ...onwards))).toMatchObject({ jobs: [{ id: 'f3' }], cursor: null });
  expect(said(nothing)).toEqual([0, 'no such jobs\n', '']);
  expect(shown.stdout).toMatch(/^f1 {2}charge {2}failed\n/);
  expect(shown.stdout).toContain('UnrecoverableError: bad?[2J?xxx');
  expect(shown.stdout).toContain('linebad?[2J?');
  expect(json(whole)).toMatchObject({
    queue: bed.queueName,
    id: 'f1',
    state: 'failed',
    data: { text: HOSTILE, jobId: 'f1' },
    error: {
      name: 'UnrecoverableError',
      message: expect.stringContaining(`${HOSTILE}${LONG}`.slice(0, 1000)),
      code: 'ERR_UNRECOVERABLE',
    },
    logs: [{ text: `line${HOSTILE}` }],
  });
});

test('retry, cancel, promote, reschedule and remove: by id, with an exit code for all, some, none', async ({ bed }) => {
  bed.removals = true;
  await failAll(bed, ['f1', 'f2'], 'no');
  for (const jobId of ['d1', 'd2', 'd3']) await bed.queue.add('later', {}, { jobId, delay: '1h' });
  const retried = await jobs(bed, 'retry', 'f1', 'd1', 'gone');
  expect([retried.code, retried.stdout.split('\n').slice(0, 2)]).toEqual([3, ['f1  retried', 'd1  has not ended']]);
  expect(retried.stdout).toContain('gone  is not there');
  const [none, moved, promoted] = await Promise.all([
    jobs(bed, 'retry', 'gone', '--json'),
    jobs(bed, 'reschedule', 'd1', '--delay', '3h'),
    jobs(bed, 'promote', 'd2', '--json'),
  ]);
  expect([none.code, json(none).jobs]).toEqual([1, [{ id: 'gone', outcome: 'missing', ok: false }]]);
  expect(said(moved)).toEqual([0, 'd1  rescheduled\n', '']);
  expect((await bed.queue.get('d1'))?.dueAt).toBeGreaterThan(Date.now() + 2 * 3_600_000);
  expect(json(promoted)).toStrictEqual({
    queue: bed.queueName,
    action: 'promote',
    jobs: [{ id: 'd2', outcome: 'promoted', ok: true }],
  });
  const { opened, open } = gate();
  const worker = bed.worker(() => opened, { concurrency: 10 });
  await until(async () => (await bed.queue.counts()).active === 2);
  const cancelled = await jobs(bed, 'cancel', 'd2', 'd3', '--reason', 'wrong edition');
  expect(said(cancelled)).toEqual([0, 'd2  runs, and was told to stop\nd3  cancelled\n', '']);
  expect(await bed.queue.get('d3')).toMatchObject({ state: 'cancelled', reason: 'wrong edition' });
  const removed = await jobs(bed, 'remove', 'f1', 'f2');
  expect([removed.code, removed.stdout]).toEqual([
    3,
    'f1  runs; cancel it, and remove it when it has ended\nf2  removed\n',
  ]);
  open();
  await worker.close();
});

test('by filter: only counted until it is confirmed', async ({ bed }) => {
  bed.removals = true;
  await failAll(bed, ['f1', 'f2', 'f3'], 'connect ECONNREFUSED');
  for (const jobId of ['d1', 'd2']) await bed.queue.add('later', {}, { jobId, delay: '1h' });
  await bed.queue.add('now', {}, { jobId: 'w1' });
  const [asked, counted, whole] = await Promise.all([
    jobs(bed, 'cancel', '--all'),
    jobs(bed, 'cancel', '--all', '--dry-run'),
    jobs(bed, 'remove', '--error', 'econn', '--dry-run', '--json'),
  ]);
  expect([asked.code, asked.stdout]).toEqual([2, '']);
  expect(asked.stderr).toContain('3 jobs would be cancelled; nothing was changed: confirm it with --yes');
  expect(said(counted)).toEqual([0, '3 jobs would be cancelled\n', '']);
  expect(json(whole)).toStrictEqual({
    queue: bed.queueName,
    action: 'remove',
    dryRun: true,
    matched: 3,
    changed: 0,
  });
  expect(await bed.queue.counts()).toMatchObject({ waiting: 1, delayed: 2, failed: 3 });
  expect(said(await jobs(bed, 'retry', '--error', 'econn', '--limit', '2', '--yes'))).toEqual([
    0,
    '2 jobs retried\n',
    '',
  ]);
  expect(json(await jobs(bed, 'promote', '--name', 'later', '--yes', '--json'))).toMatchObject({
    matched: 2,
    changed: 2,
  });
  expect(await bed.queue.counts()).toMatchObject({ waiting: 5, delayed: 0, failed: 1 });
  expect(said(await jobs(bed, 'cancel', '--all', '--yes'))).toEqual([0, '5 jobs cancelled\n', '']);
  expect(said(await jobs(bed, 'remove', '--all', '--yes'))).toEqual([0, '6 jobs removed\n', '']);
});

test('bad input is exit code 2 and names what is wrong', async () => {
  const env = { LONGSHORE_REDIS_URL: 'redis://127.0.0.1:1' };
  const bad: [args: string[], words: string][] = [
    [['list', 'q', '--state', 'sleeping'], '--state: expected one of'],
    [['list', 'q', '--cursor', 'nonsense'], '--cursor: not one of such a list'],
    [['retry', 'q', 'a', '--all'], '--all: not together with ids'],
    [['cancel', 'q'], 'say which jobs to cancel'],
    [['reschedule', 'q', 'a'], '--delay: expected either'],
  ];
  const runs = await Promise.all(bad.map(([args]) => runCli(['jobs', ...args], { env })));
  expect(runs.map(({ code, stdout }) => [code, stdout])).toEqual(bad.map(() => [2, '']));
  for (const [i, [, words]] of bad.entries()) expect(runs[i]?.stderr).toContain(words);
});

test('what is not there is exit code 1 and has a code', async ({ bed }) => {
  await bed.queue.add('n', {}, { jobId: 'there' });
  const [queue, job, id, cursor, nowhere] = await Promise.all([
    runCli(['jobs', 'list', 'nosuch'], { env: { LONGSHORE_REDIS_URL: bed.server.url } }),
    jobs(bed, 'show', 'gone', '--json'),
    jobs(bed, 'retry', 'there', 'a b'),
    jobs(bed, 'list', '--state', 'waiting', '--cursor', 'waiting:x'),
    runCli(['jobs', 'retry', 'q', 'a'], { env: { LONGSHORE_REDIS_URL: 'redis://127.0.0.1:1' } }),
  ]);
  expect([queue.code, queue.stderr]).toEqual([1, expect.stringContaining('(ERR_UNKNOWN_QUEUE)')]);
  expect([job.code, job.stdout, JSON.parse(job.stderr).error.code]).toEqual([1, '', 'ERR_JOB_REMOVED']);
  expect([id.code, id.stderr]).toEqual([2, expect.stringContaining('(ERR_INVALID_NAME)')]);
  expect([cursor.code, cursor.stderr]).toEqual([2, expect.stringContaining('(ERR_INVALID_CURSOR)')]);
  expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('(ERR_REDIS_UNAVAILABLE)')]);
});
