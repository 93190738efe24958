// `longshore limits`, `workers`, `schedules`, `explain` and `audit` on queues of the library.
import { expect } from 'vitest';
import { type CliOutcome, runCli } from '../support/run-cli.js';
import { gate, test, type WorkerBed } from '../support/worker-bed.js';

const ESCAPE = '\u001b';
const NOWHERE = { LONGSHORE_REDIS_URL: 'redis://127.0.0.1:1' };

const longshore = (bed: WorkerBed, ...args: string[]) => runCli(args, { env: { LONGSHORE_REDIS_URL: bed.server.url } });
const json = ({ stdout }: CliOutcome) => JSON.parse(stdout);
const said = ({ code, stdout, stderr }: CliOutcome) => [code, stdout, stderr];

test('limits: shows, sets, takes away', async ({ bed }) => {
  const name = bed.queueName;
  await bed.queue.add('n', {});
  const set = await longshore(bed, 'limits', name, '--rate', '100/1m', '--depth', '5', '--on-full', 'drop-oldest');
  expect(set).toMatchObject({ code: 0, stderr: '' });
  expect(set.stdout).toMatch(
    /^limit +is\nrate +100 in 1 m\nconcurrency +none\ndepth +5, then the oldest is dropped\n$/,
  );
  expect(json(await longshore(bed, 'limits', name, '--rate', 'none', '--concurrency', '3', '--json'))).toStrictEqual({
    queue: name,
    rate: null,
    concurrency: 3,
    depth: { max: 5, onFull: 'dropOldest' },
  });
  expect(await bed.queue.limits.get()).toStrictEqual({ concurrency: 3, depth: { max: 5, onFull: 'dropOldest' } });
});

test('workers and explain: who is there, and what a job waits for', async ({ bed }) => {
  const name = bed.queueName;
  const { opened, open } = gate();
  const worker = bed.worker({ hold: () => opened }, { concurrency: 1, beat: '200ms', lease: '2s' });
  await worker.ready();
  await bed.queue.add('hold', {}, { jobId: 'running' });
  await bed.queue.add(`later`, {}, { jobId: 'later', delay: '1h' });
  const [table, whole, running, later] = await Promise.all([
    longshore(bed, 'workers'),
    longshore(bed, 'workers', name, '--json'),
    longshore(bed, 'explain', name, 'running'),
    longshore(bed, 'explain', name, 'later', '--json'),
  ]);
  expect(table).toMatchObject({ code: 0, stderr: '' });
  expect(table.stdout).not.toContain(ESCAPE);
  expect(table.stdout).toMatch(/^host +pid +version +state +queues +busy +leaked +memory +lag +since +handlers\n/);
  expect(table.stdout).toMatch(new RegExp(` ${process.pid} .* alive +${name} .* ago +hold\n`));
  expect(json(whole)).toMatchObject([
    { pid: process.pid, state: 'alive', queues: [name], leaked: 0, handlers: ['hold'], workers: [{ queue: name }] },
  ]);
  expect(running.stdout).toMatch(new RegExp(`^running is active\n  worker \\S+ \\(.*${process.pid}\\) has it, since `));
  expect(json(later)).toMatchObject({ queue: name, id: 'later', state: 'delayed' });
  expect(json(later).reasons.map(({ code }: { code: string }) => code)).toEqual(['delayed', 'no-handler']);
  open();
  await worker.close();
  const nobody = await longshore(bed, 'workers', name);
  expect(said(nobody)).toEqual([0, 'no worker is there\n', '']);
});

test('schedules: set, list, run, pause, resume, remove', async ({ bed }) => {
  const name = bed.queueName;
  const schedules = (...args: string[]) => longshore(bed, 'schedules', name, ...args);
  const when = ['--cron', '0 9 * * 1-5', '--time-zone', 'Europe/Berlin', '--overlap', 'skip', '--attempts', '3'];
  const set = await schedules('set', 'report', 'send', '{"a":1}', ...when, '--json');
  expect(json(set)).toMatchObject({ id: 'report', cron: '0 9 * * 1-5', overlap: 'skip', options: { attempts: 3 } });
  // Of a queue that no job was added to.
  const table = await schedules();
  expect(table.stdout).toMatch(
    /^id +job +due +next +last +jobs +overdue\nreport +send +0 9 \* \* 1-5 Europe\/Berlin +in /,
  );
  const run = await schedules('run', 'report');
  expect(run.code).toBe(0);
  expect(await bed.queue.get(run.stdout.trim())).toMatchObject({
    name: 'send',
    data: { a: 1 },
    options: { attempts: 3 },
  });
  const paused = await schedules('pause', 'report', '--json');
  expect(json(paused)).toStrictEqual({ queue: name, schedule: 'report', action: 'pause', changed: true });
  expect(json(await schedules('--json'))).toMatchObject([{ id: 'report', paused: true, overdueMs: 0 }]);
  const [resumed, missing] = await Promise.all([schedules('resume', 'report'), schedules('pause', 'gone')]);
  expect(said(resumed)).toEqual([0, 'report goes on\n', '']);
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('(ERR_SCHEDULE_MISSING)')]);
  expect(said(await schedules('remove', 'report'))).toEqual([0, 'report is removed; its jobs stay\n', '']);
  expect((await schedules('remove', 'report')).code).toBe(1);
});

test('audit: tells, says what it would repair, repairs what is confirmed', async ({ bed, redis }) => {
  const name = bed.queueName;
  await bed.queue.add('n', {}, { jobId: 'a', delay: '1h' });
  expect(said(await longshore(bed, 'audit', name))).toEqual([0, `${name}: sound, looked at 1 entry\n`, '']);
  await redis.lpush(bed.key('waiting'), 'a', `ghost`);
  const before = await redis.lrange(bed.key('waiting'), 0, -1);
  const [found, would] = await Promise.all([
    longshore(bed, 'audit', name, '--json'),
    longshore(bed, 'audit', name, '--repair'),
  ]);
  expect([found.code, json(found)]).toMatchObject([1, [{ queue: name, found: 2 }]]);
  expect(would.code).toBe(1);
  expect(would.stdout).toMatch(/^\S+: 2 findings, .*\n {2}code +says +repair\n/);
  expect(would.stdout).toMatch(/ {2}double-entry +a is in several places.* would be repaired\n/);
  expect(would.stdout).toMatch(/ {2}no-message +ghost stands in waiting.* none: it ends by itself\n/);
  expect(would.stderr).toBe('nothing was changed: repair it with --yes\n');
  expect(await redis.lrange(bed.key('waiting'), 0, -1)).toEqual(before);
  const repaired = await longshore(bed, 'audit', name, '--repair', '--yes');
  // What no audit repairs remains.
  expect(repaired.code).toBe(1);
  expect(repaired.stdout).toMatch(/ {2}double-entry .* repaired\n/);
  await redis.lrem(bed.key('waiting'), 1, 'ghost');
  expect((await longshore(bed, 'audit', name, '--deep')).code).toBe(0);
});

test('bad input is exit code 2 and names what is wrong', async () => {
  const bad: [args: string[], words: string][] = [
    [['limits', 'q', '--rate', '100'], '--rate: expected jobs in a time'],
    [['schedules', 'q', 'set', 's', 'n', '{}', '--cron', 'nonsense'], '--cron: '],
    [['schedules', 'q', 'run', 's', '--every', '5s'], '--every: means nothing to run'],
    [['schedules', 'q', 'dance', 's'], 'Invalid values'],
    [['audit', '--yes'], '--yes: only together with --repair'],
  ];
  const runs = await Promise.all(bad.map(([args]) => runCli(args, { env: NOWHERE })));
  expect(runs.map(({ code, stdout }) => [code, stdout])).toEqual(bad.map(() => [2, '']));
  for (const [i, [, words]] of bad.entries()) expect(runs[i]?.stderr).toContain(words);
});

test('a queue that is not there, or no Redis, is exit code 1 and has a code', async ({ bed }) => {
  const commands = [
    ['limits', 'nosuch'],
    ['workers', 'nosuch'],
    ['schedules', 'nosuch'],
    ['explain', 'nosuch', 'a'],
  ];
  const [unknown, nowhere, job] = await Promise.all([
    Promise.all(commands.map((args) => longshore(bed, ...args, '--json'))),
    runCli(['audit', '--json'], { env: NOWHERE }),
    bed.queue.add('n', {}).then(() => longshore(bed, 'explain', bed.queueName, 'gone', '--json')),
  ]);
  for (const run of unknown)
    expect([run.code, run.stdout, JSON.parse(run.stderr).error.code]).toEqual([1, '', 'ERR_UNKNOWN_QUEUE']);
  expect([nowhere.code, JSON.parse(nowhere.stderr).error.code]).toEqual([1, 'ERR_REDIS_UNAVAILABLE']);
  expect([job.code, JSON.parse(job.stderr).error.code]).toEqual([1, 'ERR_JOB_REMOVED']);
});
