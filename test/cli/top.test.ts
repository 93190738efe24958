import { spawnSync } from 'node:child_process';
import { Queue } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { runCli } from '../support/run-cli.js';
import { startServer } from '../support/servers.js';
import { Terminal } from '../support/terminal.js';
import { holdingWorker, test, type WorkerBed } from '../support/worker-bed.js';

const ENTER = '\u001b[?1049h';
const LEAVE = '\u001b[?1049l';
const environment = (bed: WorkerBed) => ({ LONGSHORE_REDIS_URL: bed.server.url.replace('//', '//default:@') });

describe('where there is no terminal, one picture', () => {
  test('of queues and workers', async ({ bed }) => {
    const { open } = holdingWorker(bed, { concurrency: 1 });
    const [held] = await bed.queue.addBulk([
      { name: 'hold', data: null },
      { name: 'rest', data: null },
      { name: 'later', data: null, options: { delay: '1h' } },
    ]);
    await until(async () => (await held?.state()) === 'active');
    await until(async () => (await bed.queue.workers())[0]?.busy === 1);
    const { code, stdout, stderr } = await runCli(['top', bed.queueName], { env: environment(bed) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^longshore top {2}\\w+ [\\d.]+ at 127.0.0.1:${bed.server.port} `));
    expect(stdout).toMatch(new RegExp(`^${bed.queueName} +1 +1 +1 +0 +0 +\\S+ m?s +1$`, 'm'));
    expect(stdout).toMatch(new RegExp(` ${process.pid} +alive +1/1 +━{10} .* ${bed.queueName}$`, 'm'));
    expect(stdout).not.toContain('\u001b');
    open();
    await held?.result({ timeout: '10s' });
  });

  test('as JSON', async ({ bed }) => {
    await bed.queue.pause();
    await bed.queue.add('rest', null);
    const { stdout } = await runCli(['top', '--json', bed.queueName], { env: environment(bed) });
    const { info, queues, processes } = JSON.parse(stdout);
    expect(queues).toMatchObject([{ name: bed.queueName, waiting: 1, paused: true, workers: 0 }]);
    expect(processes).toEqual([]);
    expect(info.tcp_port).toBe(String(bed.server.port));
  });

  test('of all queues under the prefix, over one connection', async ({ bed, redis }) => {
    const queues = ['one', 'two'].map((name) => bed.queueNamed(name, { prefix: 'top' }));
    await Promise.all(queues.map((queue) => queue.add('work', null)));
    await until(async () => (await redis.hlen('top:queues')) === 2);
    const connections = async () => Number(/total_connections_received:(\d+)/.exec(await redis.info('stats'))?.[1]);
    await redis.config('RESETSTAT');
    const { stdout } = await runCli(['top', '--prefix', 'top', '--sort', 'waiting'], { env: environment(bed) });
    expect(stdout).toMatch(/^one .*\ntwo /m);
    const stats = await redis.info('commandstats');
    const calls = (command: string) =>
      Number(new RegExp(`^cmdstat_${command}:calls=(\\d+)`, 'm').exec(stats)?.[1] ?? 0);
    expect(await connections()).toBe(1);
    // What --help promises: three scripts for each queue, whether they were known to the server or not.
    expect(calls('evalsha')).toBe(6);
    for (const queue of queues) await queue.destroy({ confirm: queue.name });
  });

  test('and an error where there is no Redis, or a word is wrong', async () => {
    const wrong = [['--every', 'soon'], ['--every', '10ms'], ['--sort', 'size'], ['a{b']];
    const [away, ...others] = await Promise.all([
      runCli(['top', '--redis-url', 'redis://127.0.0.1:1']),
      ...wrong.map((words) => runCli(['top', ...words])),
    ]);
    expect(away).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/\(ERR_REDIS_UNAVAILABLE\)/) });
    expect(others.map(({ code, stdout }) => ({ code, stdout }))).toEqual(wrong.map(() => ({ code: 2, stdout: '' })));
  });
});

describe('in a terminal', () => {
  test('it follows what happens, heeds keys, and gives the screen back', async ({ bed }) => {
    await bed.queue.pause();
    await bed.queue.add('rest', null);
    const terminal = new Terminal(['top', bed.queueName, '--every', '100ms'], { env: environment(bed) });
    await terminal.shown(new RegExp(`${bed.queueName} +1 `));
    await bed.queue.add('rest', null);
    await terminal.shown(new RegExp(`${bed.queueName} +2 `));
    terminal.type('s');
    await terminal.shown(/sort: waiting/);
    terminal.type('q');
    expect(await terminal.exitCode()).toBe(0);
    expect(terminal.text).toContain('left-as-it-was');
    expect(terminal.output.split(ENTER)).toHaveLength(2);
    expect(terminal.output.split(LEAVE)).toHaveLength(2);
    expect(terminal.output.lastIndexOf('\u001b[?25h')).toBeGreaterThan(terminal.output.lastIndexOf('\u001b[?25l'));
  });

  test('Ctrl-C leaves with 130', async ({ bed }) => {
    const terminal = new Terminal(['top', bed.queueName], { env: environment(bed) });
    await terminal.shown(new RegExp(bed.queueName));
    terminal.type('\u0003');
    expect(await terminal.exitCode()).toBe(130);
    expect(terminal.text).toContain('left-as-it-was');
    expect(terminal.output).toContain(LEAVE);
  });

  test('an outage is shown, and it recovers', async ({ bed }) => {
    await using server = await startServer({ persistence: 'always' });
    const queue = bed.own(new Queue('mail', { ...bed.common, connection: server.url }));
    await queue.add('work', null);
    const terminal = new Terminal(['top', '--every', '200ms'], { env: { LONGSHORE_REDIS_URL: server.url } });
    await terminal.shown(/mail +1 /);
    await server.kill();
    await terminal.shown(/no word from Redis for/);
    await server.restart();
    terminal.forget();
    await terminal.shown(/commands\/s/);
    await terminal.shown(/mail +1 /);
    terminal.type('q');
    expect(await terminal.exitCode()).toBe(0);
  });
});

test('a crash gives the screen back before its error is printed', () => {
  const module = new URL('../../packages/worker-cli/dist/top/full-screen.js', import.meta.url).href;
  const program = `const { FullScreen } = await import('${module}');
    new FullScreen(() => {}, () => {}).enter();
    setImmediate(() => { throw new Error('a fault of the program'); });`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    input: '',
  });
  expect(stdout).toBe(`${ENTER}\u001b[?25l\u001b[?25h${LEAVE}`);
  expect(stderr).toContain('a fault of the program');
  expect(status).toBe(1);
});
