// `longshore dashboard`: what it serves, to whom, what it refuses, and how it ends.
import { Queue } from '@longshore/core';
import { describe, expect, vi } from 'vitest';
import { CliProcess } from '../support/cli-process.js';
import { HandlerFolder } from '../support/handler-folder.js';
import { runCli } from '../support/run-cli.js';
import { test } from '../support/server-test.js';
import { startServer } from '../support/servers.js';
import { Terminal } from '../support/terminal.js';

// Processes take seconds to start where much else runs.
vi.setConfig({ testTimeout: 180_000 });

const ADMIN = 'hunter2-hunter2-hunter2';
const READER = 'swordfish-swordfish';

function launch(redisUrl: string, args: readonly string[] = [], env = {}, cwd?: string): CliProcess {
  const words = ['dashboard', '--redis-url', redisUrl, '--port', '0', ...args];
  return new CliProcess(words, { env, ...(cwd !== undefined && { cwd }) });
}

async function urlOf(dashboard: CliProcess): Promise<string> {
  const [, url = ''] = await dashboard.said(/"msg":"dashboard on (http:[^"]+)"/);
  return url;
}

test('it serves the queues that it was told of, to those who have a token, and ends at a signal', async ({
  server,
}) => {
  await using folder = await HandlerFolder.make({ tokens: `admin ops ${ADMIN}\nread wall ${READER}\n` });
  for (const name of ['seen', 'hidden']) {
    await using queue = new Queue(name, { connection: server.url });
    await queue.add('work', {});
  }
  const args = ['--queue', 'seen', '--read-only', '--tokens-file', 'tokens', '--allowed-host', 'jobs.example.com'];
  await using dashboard = launch(server.url, args, {}, folder.path);
  const url = await urlOf(dashboard);
  const ask = async (token: string, path = '/api/v1/queues', init: RequestInit = {}) => {
    const answer = await fetch(url + path, { ...init, headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: (await answer.json()) as { queues: { name: string }[] } };
  };

  expect((await ask('no such token')).status).toBe(401);
  const { status, body } = await ask(READER);
  expect({ status, names: body.queues.map(({ name }) => name) }).toEqual({
    status: 200,
    names: ['seen'],
  });
  expect((await ask(ADMIN, '/api/v1/queues/hidden')).status).toBe(404);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);

  const watching = await fetch(`${url}/api/v1/boards/any`, {
    headers: { authorization: `Bearer ${READER}`, accept: 'text/event-stream' },
  });
  expect(watching.headers.get('content-type')).toMatch(/^text\/event-stream/);
  dashboard.signal('SIGTERM');
  expect(await dashboard.exited).toEqual({ code: 0, signal: null });
  await watching.text().catch(() => undefined);
  expect(dashboard.output).not.toContain(ADMIN);
});

test('a Redis that is away is told, and waited for', async () => {
  const first = await startServer();
  const { port, url: redisUrl } = first;
  await first.stop();
  await using dashboard = launch(redisUrl);
  const url = await urlOf(dashboard);
  await dashboard.said(/Redis does not answer; asking on/);
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  await using _later = await startServer({ port });
  await dashboard.said(/"msg":"Redis answers"/);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  dashboard.signal('SIGINT');
  expect(await dashboard.exited).toEqual({ code: 0, signal: null });
});

test('in a terminal it says in a few lines where it is, who may use it, and how to end it', async ({ server }) => {
  const args = ['dashboard', '--redis-url', server.url, '--port', '0', '--read-only'];
  const terminal = new Terminal(args, { env: { LONGSHORE_TOKENS: `admin:ops:${ADMIN}` } });
  await terminal.shown(/Ctrl-C/);
  expect(terminal.text).toMatch(/^Longshore dashboard on http:\/\/127\.0\.0\.1:\d+$/m);
  expect(terminal.text).toMatch(new RegExp(`Redis +127\\.0\\.0\\.1:${server.port}, \\d+ queues?`));
  expect(terminal.text).toMatch(/access +1 token: ops \(admin\); read-only/);
  terminal.type('\u0003');
  expect(await terminal.exitCode()).toBe(0);
  expect(terminal.text).toContain('left-as-it-was');
  expect(terminal.text).not.toContain(ADMIN);
});

test('a configuration file may bring hooks', async ({ server }) => {
  const text = `export default {
    redact: (value, { kind }) => (kind === 'data' ? 'not for you' : value),
    authorize: ({ action }) => action !== 'queues.read',
    rateLimit: 3,
  };`;
  await using folder = await HandlerFolder.make({ 'longshore.config.mjs': text });
  await using queue = new Queue('hooked', { connection: server.url });
  const { id } = await queue.add('work', 'secret');
  await using dashboard = launch(server.url, [], {}, folder.path);
  const of = `${await urlOf(dashboard)}/api/v1/queues/hooked`;
  expect(await (await fetch(`${of}/jobs/${id}`)).json()).toMatchObject({ data: 'not for you' });
  expect((await fetch(of)).status).toBe(403);
});

describe('what is refused', () => {
  test('an address that others can reach, where nobody is asked who they are', async () => {
    const { code, stderr } = await runCli(['dashboard'], { env: { LONGSHORE_HOST: '0.0.0.0' } });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^longshore: LONGSHORE_HOST: others can reach 0\.0\.0\.0.*--tokens-file.*LONGSHORE_TOKENS/);
  });

  test('a port that is taken', async ({ server }) => {
    const { code, stderr } = await runCli(['dashboard', '--port', String(server.port)]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^longshore: cannot serve .* in use .*\(ERR_DASHBOARD_PORT\)\n$/),
    });
  });

  test('secrets that cannot be read, are wrong or are said twice; none is repeated', async () => {
    await using folder = await HandlerFolder.make({ tokens: `admin ops\n${ADMIN} hunter2 hunter2\n` });
    const env = { LONGSHORE_TOKENS: `admin:ops:${ADMIN}` };
    const cases = [
      [['--tokens-file', 'nowhere'], {}, '--tokens-file: nowhere: cannot be read (ENOENT)'],
      [['--tokens-file', 'tokens'], {}, '--tokens-file: tokens: token 1: expected a token of at least 16'],
      [['--tokens-file', 'tokens'], env, 'LONGSHORE_TOKENS and --tokens-file say the same thing'],
      [['--tokens', ADMIN], {}, 'Unknown argument: tokens'],
    ] as const;
    for (const [args, given, message] of cases) {
      const { code, stderr } = await runCli(['dashboard', ...args], { cwd: folder.path, env: given });
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
      expect(stderr).not.toContain('hunter2');
    }
  });
});

test('longshore config shows who may use it, and no secret', async () => {
  const env = { LONGSHORE_TOKENS: `admin:ops:${ADMIN}`, LONGSHORE_SECRET: ADMIN.repeat(2) };
  for (const args of [[], ['--json']]) {
    const { stdout } = await runCli(['config', ...args], { env });
    expect(stdout).toContain('admin:ops:***');
    expect(stdout).toContain('(set)');
    expect(stdout).not.toContain('hunter2');
  }
});
