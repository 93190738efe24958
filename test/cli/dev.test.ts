// `longshore dev`: a Redis of its own with workers and a dashboard on it, which end together and in order.
import { Queue } from '@longshore/core';
import { Redis } from 'ioredis';
import { expect, vi } from 'vitest';
import { CliProcess } from '../support/cli-process.js';
import { HandlerFolder } from '../support/handler-folder.js';
import { isAlive, until } from '../support/processes.js';
import { test } from '../support/server-test.js';

const says = (version: string) => `export const mail = { welcome: () => '${version}' };`;
/** Ends only when it is told to stop. */
const LAST = `export const mail = {
  welcome: ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('in order'))),
};`;
const HINT = /add a job: longshore add mail NAME '\{\}' --redis-url (redis:\/\/127\.0\.0\.1:\d+)/;

// Each starts several processes, one after another, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 });

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}

test('it brings a Redis, says how to add a job, and runs the code that was saved last', async () => {
  await using folder = await HandlerFolder.make({ 'handlers.mjs': says('first') });
  await using dev = new CliProcess(['dev', 'handlers.mjs', '--processes', '2'], { cwd: folder.path });
  const [, url = ''] = await dev.said(HINT);
  expect(dev.output).toMatch(/(Redis|Valkey) \d+\.\d+\.\d+ is this command's own/);
  expect(dev.output).toContain('2 processes × 10 slots');
  const [, dashboard = ''] = await dev.said(/dashboard: (http:\/\/127\.0\.0\.1:\d+)/);
  expect(dev.output, 'lines for people').not.toMatch(/^\{/m);

  const queue = new Queue('mail', { connection: url });
  expect(await (await queue.add('welcome', {})).result({ timeout: '20s' })).toBe('first');
  const from = dev.output.length;
  await folder.write('handlers.mjs', says('second'));
  await dev.said(/has left.*has left/s, { from });
  expect(await (await queue.add('welcome', {})).result({ timeout: '20s' })).toBe('second');

  await queue.close();
  expect(await (await fetch(`${dashboard}/api/v1/queues/mail`)).json()).toMatchObject({ name: 'mail', workers: 2 });
  dev.signal('SIGINT');
  expect(await dev.exited).toEqual({ code: 0, signal: null });
  expect(await answers(url)).toBe(false);
  await expect(fetch(dashboard)).rejects.toThrow();
});

test('Ctrl-C in a terminal ends the workers first, then Redis', async () => {
  await using folder = await HandlerFolder.make({ 'handlers.mjs': LAST });
  const args = ['dev', 'handlers.mjs', '--shutdown-timeout', '2s'];
  await using dev = new CliProcess(args, { cwd: folder.path, isGroup: true });
  const [, url = ''] = await dev.said(HINT);
  await using queue = new Queue('mail', { connection: url });
  const job = await queue.add('welcome', {});
  await until(async () => (await job.state()) === 'active');
  const result = job.result({ timeout: '20s' });

  const from = dev.output.length;
  dev.signalGroup('SIGINT');
  expect(await result, 'Redis was there to the last').toBe('in order');
  expect(await dev.exited).toEqual({ code: 0, signal: null });
  expect(dev.output.slice(from)).not.toMatch(/WARN|ERROR/);
  expect(await answers(url)).toBe(false);
});

test('killed itself, it leaves nothing behind', async () => {
  await using folder = await HandlerFolder.make({ 'handlers.mjs': says('first') });
  await using dev = new CliProcess(['dev', 'handlers.mjs', '--shutdown-timeout', '1s'], { cwd: folder.path });
  const [, url = ''] = await dev.said(HINT);
  const pid = Number((await dev.said(/ready \(pid (\d+)\)/))[1]);
  dev.signal('SIGKILL');
  await dev.exited;
  // The workers have no Redis to take leave of, and go all the same.
  await until(async () => !isAlive(pid) && !(await answers(url)), 40_000);
});

test('the log tells of each job, and where an error came from', async () => {
  const text = "export const mail = { welcome() {}, digest() {\n  throw new Error('no luck');\n} };";
  await using folder = await HandlerFolder.make({ 'handlers.mjs': text });
  await using dev = new CliProcess(['dev', 'handlers.mjs'], { cwd: folder.path });
  const [, url = ''] = await dev.said(HINT);
  await using queue = new Queue('mail', { connection: url });
  await queue.add('welcome', {});
  await dev.said(/DEBUG: \[1\] welcome starts.*DEBUG: \[1\] welcome is done/s);
  await queue.add('digest', {});
  await dev.said(/WARN: \[1\] digest failed for good: no luck/);
  await dev.said(/\/handlers\.mjs:2:9\)/);
});

test('a Redis that is named is used, and stays', async ({ server, redis }) => {
  await using folder = await HandlerFolder.make({ 'handlers.mjs': says('there') });
  const named = [
    { args: ['--redis-url', server.url], env: {}, from: '--redis-url' },
    { args: [], env: { LONGSHORE_REDIS_URL: server.url }, from: 'LONGSHORE_REDIS_URL' },
  ];
  for (const { args, env, from } of named) {
    await using dev = new CliProcess(['dev', 'handlers.mjs', ...args], { cwd: folder.path, env });
    await dev.said(/add a job: longshore add mail/);
    expect(dev.output).toContain(`Redis is the one of ${from}: what is there stays`);
    const queue = new Queue('mail', { connection: server.url });
    expect(await (await queue.add('welcome', {})).result({ timeout: '20s' })).toBe('there');
    await queue.close();
    dev.signal('SIGINT');
    expect(await dev.exited).toEqual({ code: 0, signal: null });
  }
  expect(await redis.ping()).toBe('PONG');
});

test('where no Redis is installed it says how to get one, and installs none', async () => {
  await using folder = await HandlerFolder.make({ 'handlers.mjs': says('nowhere') });
  const env = { PATH: '/nowhere', DOCKER_HOST: 'tcp://127.0.0.1:1' };
  await using dev = new CliProcess(['dev', 'handlers.mjs'], { cwd: folder.path, env });
  expect(await dev.exited).toEqual({ code: 1, signal: null });
  expect(dev.output).toMatch(/^longshore: No Redis server can be started here: .*apt-get install redis-server/);
  expect(dev.output).toMatch(/\(ERR_NO_REDIS_SERVER\)\n$/);
});

test('--redis-port is the port of its own Redis and of no other, --port that of the dashboard', async ({ server }) => {
  await using folder = await HandlerFolder.make({ 'handlers.mjs': says('port') });
  const port = String(server.port);
  const run = async (...args: string[]) => {
    await using dev = new CliProcess(['dev', 'handlers.mjs', ...args], { cwd: folder.path });
    const { code } = await dev.exited;
    return { code, output: dev.output };
  };
  expect(await run('--redis-port', port)).toMatchObject({
    code: 1,
    output: expect.stringContaining('ERR_REDIS_START'),
  });
  expect(await run('--port', port)).toMatchObject({
    code: 1,
    output: expect.stringContaining('ERR_DASHBOARD_PORT'),
  });
  expect(await run('--redis-port', '0')).toMatchObject({
    code: 2,
    output: expect.stringContaining('--redis-port: expected a whole number from 1 to 65535'),
  });
  expect(await run('--redis-port', port, '--redis-url', server.url)).toMatchObject({
    code: 2,
    output: expect.stringContaining('--redis-port: it is for a Redis of its own, and another is named by --redis-url'),
  });
});
