import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, until } from '../support/processes.js';
import { startServer } from '../support/servers.js';
import { QuickstartProcess } from './quickstart-process.js';

const FILES = 60;
const LAST_LINE = /^quickstart: (\d+) completed, (\d+) failed, (\d+) lost, (\d+) recovered$/;

let directory: string;
const running: QuickstartProcess[] = [];

function start(words: string[], environment?: Record<string, string>): QuickstartProcess {
  const quickstart = new QuickstartProcess(words, environment);
  running.push(quickstart);
  return quickstart;
}

/** File `i` has `i` lines of three words, and one more without a line end. */
const contentOf = (i: number) => `${'one two three\n'.repeat(i)}end`;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'longshore-quickstart-'));
  await mkdir(join(directory, 'inner'));
  await mkdir(join(directory, 'node_modules'));
  await writeFile(join(directory, 'node_modules', 'left-out.js'), 'nobody counts this');
  for (let i = 0; i < FILES; i++) {
    await writeFile(join(directory, i % 2 === 0 ? 'inner' : '.', `file-${i}.txt`), contentOf(i));
  }
});

afterEach(async () => {
  for (const quickstart of running.splice(0)) quickstart.signal('SIGKILL');
  await rm(directory, { recursive: true, force: true });
});

test('every file is measured rightly although a worker is killed over its work', async () => {
  const quickstart = start([directory, '--once']);
  expect(await quickstart.exitCode(), quickstart.output + quickstart.errors).toBe(0);
  const [, completed, failed, lost, recovered] = LAST_LINE.exec(quickstart.lastLine) ?? [];
  expect([completed, failed, lost]).toEqual([String(FILES), '0', '0']);
  expect(Number(recovered)).toBeGreaterThan(0);

  expect(quickstart.output).toMatch(/kill -9 \d+: worker [AB] dies with \d jobs? in its hands/);
  expect(quickstart.output).toMatch(/worker [A-C] found worker [AB] dead and put \d jobs? back: recovered/);
  expect(quickstart.output).toContain(`files      ${FILES}, every result the same as a direct computation`);
  const lines = (FILES * (FILES - 1)) / 2;
  expect(quickstart.output).toContain(`${(lines + FILES).toLocaleString('en-US')} lines`);
  expect(quickstart.output).toContain(`${(3 * lines + FILES).toLocaleString('en-US')} words`);
  expect(quickstart.output, 'no terminal, no colours').not.toContain('\u001b');
  expect(quickstart.errors).toBe('');
  expect(quickstart.workerPids.length).toBeGreaterThan(1);
  for (const pid of quickstart.workerPids) expect(isAlive(pid)).toBe(false);
});

test('a Redis that is given is left as it was', async () => {
  await using server = await startServer();
  const client = new Redis(server.url);
  await client.set('longshore:queues', 'not ours');
  await client.set('foreign', 'stays');
  await client.set('{longshore-quickstart-other:files}:waiting', 'of another run');
  const before = (await client.keys('*')).sort();

  const quickstart = start([directory, '--once'], { LONGSHORE_REDIS_URL: server.url });
  await quickstart.printed(/job.* added/);
  expect((await client.keys('*')).length).toBeGreaterThan(before.length);
  expect(await quickstart.exitCode(), quickstart.output + quickstart.errors).toBe(0);
  expect((await client.keys('*')).sort()).toEqual(before);
  expect(await client.get('foreign')).toBe('stays');
  client.disconnect();
});

test('it stays and measures what changes, until it is interrupted', async () => {
  const quickstart = start([directory]);
  await quickstart.printed(/watching/);
  await writeFile(join(directory, 'new.txt'), 'a new file\n');
  await quickstart.printed(/new\.txt +1 line, 3 words, 11 bytes/);
  await writeFile(join(directory, 'inner', 'file-0.txt'), 'changed\n');
  await quickstart.printed(/file-0\.txt +1 line, 1 word, 8 bytes/);
  quickstart.signal('SIGINT');
  expect(await quickstart.exitCode(), quickstart.output + quickstart.errors).toBe(0);
  expect(quickstart.lastLine).toMatch(new RegExp(`^quickstart: ${FILES + 2} completed, 0 failed, 0 lost, `));
});

test('interrupted over its work it ends in order, and says that it did not finish', async () => {
  const quickstart = start([directory, '--once']);
  await quickstart.printed(/ 10 %/);
  quickstart.signal('SIGTERM');
  expect(await quickstart.exitCode()).toBe(1);
  expect(quickstart.lastLine).toMatch(/^quickstart: \d+ completed, 0 failed, 0 lost, 0 recovered$/);
});

test('killed itself, it leaves no worker process behind', async () => {
  const quickstart = start([directory]);
  await quickstart.printed(/takes its place/);
  quickstart.signal('SIGKILL');
  await quickstart.exitCode();
  const pids = quickstart.workerPids;
  expect(new Set(pids).size, 'two and the one that took a place').toBe(3);
  await until(() => pids.every((pid) => !isAlive(pid)));
});

test('too few files are told of in a sentence', async () => {
  const quickstart = start([join(directory, 'inner'), '--once']);
  expect(await quickstart.exitCode()).toBe(1);
  expect(quickstart.errors).toMatch(/^quickstart: .* has 30 files, and the quickstart needs at least 50/);
});
