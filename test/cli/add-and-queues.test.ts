import { Queue } from '@longshore/core';
import { expect } from 'vitest';
import { type CliOutcome, runCli } from '../support/run-cli.js';
import { test } from '../support/worker-bed.js';

const json = ({ stdout }: CliOutcome) => JSON.parse(stdout);
const ESCAPE = '\u001b';
const NOWHERE = { LONGSHORE_REDIS_URL: 'redis://127.0.0.1:1' };

test('add: prints the id, and says when it was taken; the options arrive', async ({ bed, server }) => {
  const env = { LONGSHORE_REDIS_URL: server.url };
  const when = ['--id', 'a1', '--delay', '5m', '--expires-in', '1d', '--priority', '-5', '--lifo'];
  const tries = ['--attempts', '3', '--backoff', 'exponential:1s:10m', '--timeout', '30s', '--keep', '1h'];
  const add = ['add', bed.queueName, 'welcome', '{"to":"a@b.c"}', ...when, ...tries, '--unique', 'k'];
  const first = await runCli(add, { env });
  expect(first).toMatchObject({ code: 0, stdout: 'a1\n', stderr: '' });
  const again = await runCli(add, { env });
  expect(again).toMatchObject({ code: 0, stdout: 'a1\n' });
  expect(again.stderr).toBe(`a1 is in ${bed.queueName} already: nothing was added\n`);
  const job = await bed.queue.get('a1');
  expect(job).toMatchObject({ name: 'welcome', state: 'delayed', data: { to: 'a@b.c' } });
  expect(job?.options).toStrictEqual({
    attempts: 3,
    backoff: { type: 'exponential', delay: 1000, max: 600_000, jitter: 0.5 },
    timeout: 30_000,
    priority: -5,
    lifo: true,
    keep: 3_600_000,
    unique: { key: 'k', until: 'ended' },
  });
  const due = new Date(Date.now() + 3_600_000).toISOString();
  const later = await runCli(['add', bed.queueName, 'n', '-', '--run-at', due, '--json'], { env, input: ' [1,\n2]\n' });
  const told = json(later);
  expect(told).toStrictEqual({ queue: bed.queueName, name: 'n', id: told.id, created: true });
  expect(await bed.queue.get(told.id)).toMatchObject({ data: [1, 2], dueAt: Date.parse(due) });
});

test('add --wait: the result on standard output; a failure or a timeout is exit code 1', async ({ bed, server }) => {
  const env = { LONGSHORE_REDIS_URL: server.url };
  const add = (name: string, ...options: string[]) => runCli(['add', bed.queueName, name, '4', ...options], { env });
  const alone = await add('double', '--wait-timeout', '1ms', '--json');
  expect(alone.code).toBe(1);
  expect(json(alone)).toMatchObject({ name: 'double', created: true });
  expect(JSON.parse(alone.stderr)).toMatchObject({ error: { code: 'ERR_RESULT_TIMEOUT' } });
  bed.worker({
    double: (job: { data: number }) => job.data * 2,
    fail: () => {
      throw new Error(`no${ESCAPE}[2J`);
    },
  });
  const [good, whole, bad] = await Promise.all([
    add('double', '--wait'),
    add('double', '--wait', '--json'),
    add('fail', '--wait'),
  ]);
  expect(good).toMatchObject({ code: 0, stdout: '8\n' });
  expect(good.stderr).toMatch(/^added \S+\n$/);
  expect(json(whole)).toMatchObject({ queue: bed.queueName, name: 'double', created: true, result: 8 });
  expect(bad).toMatchObject({ code: 1, stdout: '' });
  expect(bad.stderr).toContain('no?[2J (ERR_JOB_FAILED)');
});

test('add: bad input is exit code 2 and says what is wrong, before Redis is asked', async ({ bed }) => {
  const cases: [args: string[], words: string][] = [
    [['n', '{"a":1,}'], 'data: not JSON at line 1, column 8: }'],
    [['n', '{}', '--delay', '5x'], '--delay: expected milliseconds'],
    [['n', '{}', '--id', 'a b'], '--id: '],
    [['n', '{}', '--nonsense'], 'nonsense'],
    [[], 'Not enough'],
  ];
  const run = (args: string[]) => runCli(['add', bed.queueName, ...args], { env: NOWHERE });
  const runs = await Promise.all(cases.map(([args]) => run(args)));
  expect(runs.map(({ code, stdout }) => [code, stdout])).toEqual(cases.map(() => [2, '']));
  for (const [i, [, words]] of cases.entries()) expect(runs[i]?.stderr).toContain(words);
});

test('queues: a table for people without colours in a pipe, flat counts for programs', async ({ bed, server }) => {
  const env = { LONGSHORE_REDIS_URL: server.url };
  const other = bed.queueNamed(`${bed.queueName}-other`);
  await bed.queue.add('odd', {}, { delay: '1h' });
  await bed.queue.add('plain', {}, { priority: 3 });
  await other.add('plain', {});
  await other.pause();
  const [table, whole, one] = await Promise.all([
    runCli(['queues'], { env }),
    runCli(['queues', '--json', bed.queueName, other.name], { env }),
    runCli(['queues', other.name], { env }),
  ]);
  expect(table).toMatchObject({ code: 0, stderr: '' });
  expect(table.stdout).not.toContain(ESCAPE);
  expect(table.stdout).toMatch(/^queue +state +waiting +active +delayed +completed +failed +oldest +workers/);
  expect(table.stdout).toMatch(new RegExp(`^${bed.queueName} +open +1 +0 +1 +0 +0 `, 'm'));
  expect(one.stdout).toMatch(new RegExp(`^${other.name} +paused +1 +0 `, 'm'));
  expect(one.stdout.trim().split('\n')).toHaveLength(2);
  expect(json(whole)).toMatchObject([
    { name: bed.queueName, waiting: 0, prioritized: 1, delayed: 1, active: 0, completed: 0, failed: 0, paused: false },
    { name: other.name, waiting: 1, paused: true, workers: 0, unhandled: [], limits: {} },
  ]);
});

test('queues: none, one that is not there, and no Redis', async ({ server }) => {
  const env = { LONGSHORE_REDIS_URL: server.url };
  const [none, noneJson, unknown, nowhere] = await Promise.all([
    runCli(['queues', '--prefix', 'empty'], { env }),
    runCli(['queues', '--prefix', 'empty', '--json'], { env }),
    runCli(['queues', 'nosuch'], { env }),
    runCli(['queues', '--json'], { env: NOWHERE }),
  ]);
  expect(none).toMatchObject({ code: 0, stdout: 'there are no queues: one begins with its first job or worker\n' });
  expect(noneJson).toMatchObject({ code: 0, stdout: '[]\n' });
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toContain('there is no queue nosuch');
  expect(unknown.stderr).toContain('(ERR_UNKNOWN_QUEUE)');
  expect(nowhere).toMatchObject({ code: 1, stdout: '' });
  expect(JSON.parse(nowhere.stderr)).toMatchObject({ error: { code: 'ERR_REDIS_UNAVAILABLE' } });
});

test('queues: hundreds of them are asked over a few connections', async ({ server, redis }) => {
  const connections = async () => Number(/total_connections_received:(\d+)/.exec(await redis.info('stats'))?.[1]);
  const names = Array.from({ length: 300 }, (_, i) => `many-${i}`);
  const queues = names.map((name) => new Queue(name, { connection: server.url, prefix: 'many' }));
  await Promise.all(queues.map((queue) => queue.add('n', {})));
  await Promise.all(queues.map((queue) => queue.close()));
  const before = await connections();
  const run = await runCli(['queues', '--json', '--prefix', 'many'], { env: { LONGSHORE_REDIS_URL: server.url } });
  expect(json(run)).toHaveLength(300);
  expect((await connections()) - before).toBe(2);
});
