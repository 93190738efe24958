// What users get: the archives that `npm pack` makes, installed in an empty folder outside of the workspace.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Queue } from '@longshore/core';
import type { EmbeddedRedis } from '@longshore/embedded-redis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CliProcess } from '../support/cli-process.js';
import { until } from '../support/processes.js';
import { startServer } from '../support/servers.js';

const run = promisify(execFile);
const PACKAGES = ['core', 'dashboard-api', 'embedded-redis', 'worker-cli'];
const HANDLERS = `
export default [{
  queue: 'mail',
  handlers: {
    async welcome(job) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { to: job.data.to, by: process.ppid };
    },
  },
}];
`;

let folder: string;
let server: EmbeddedRedis;

/** Packs a package and answers its archive. */
async function pack(name: string): Promise<string> {
  const source = fileURLToPath(new URL(`../../packages/${name}`, import.meta.url));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: source });
  return join(folder, JSON.parse(stdout)[0].filename);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-installed-'));
  server = await startServer({});
  const archives = await Promise.all(PACKAGES.map(pack));
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await writeFile(join(folder, 'handlers.js'), HANDLERS);
  await run('npm', ['install', ...archives, '--no-audit', '--no-fund', '--prefer-offline'], { cwd: folder });
}, 240_000);

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const longshore = (...args: string[]) =>
  new CliProcess(args, {
    cwd: folder,
    env: { LONGSHORE_REDIS_URL: server.url },
    program: join(folder, 'node_modules', '.bin', 'longshore'),
  });

test('two `longshore work` share one queue, and every job runs once', { timeout: 180_000 }, async () => {
  await using queue = new Queue('mail', { connection: server.url });
  await using one = longshore('work', './handlers.js');
  await using other = longshore('work', './handlers.js');
  await Promise.all([one.said(/longshore \S+ runs mail/), other.said(/longshore \S+ runs mail/)]);
  const jobs = await queue.addBulk(
    Array.from({ length: 400 }, (_, i) => ({ name: 'welcome', data: { to: `${i}@example.com` } })),
  );
  const results = await Promise.all(jobs.map((job) => job.result({ timeout: '60s' })));
  expect(results.map(({ to }) => to)).toEqual(jobs.map((_, i) => `${i}@example.com`));
  expect(new Set(results.map(({ by }) => by))).toEqual(new Set([one.pid, other.pid]));
  for (const work of [one, other]) work.signal('SIGTERM');
  expect(await one.exited).toEqual({ code: 0, signal: null });
  expect(await other.exited).toEqual({ code: 0, signal: null });
  await until(async () => (await queue.workers()).length === 0);
  expect((await queue.counts()).completed).toBe(400);
});

test('the archive has the program, its version, and no package of the workspace by a path', async () => {
  const manifest = JSON.parse(await readFile(join(folder, 'node_modules/@longshore/worker-cli/package.json'), 'utf8'));
  expect(Object.values(manifest.dependencies).filter((range) => String(range).includes(':'))).toEqual([]);
  await using asked = longshore('--version');
  expect(await asked.exited).toEqual({ code: 0, signal: null });
  expect(asked.output.trim()).toBe(manifest.version);
});
