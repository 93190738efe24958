import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { CliProcess } from '../support/cli-process.js';
import { until as within } from '../support/processes.js';
import { WorkScene } from '../support/work-scene.js';

// Processes take seconds to start where much else runs.
vi.setConfig({ testTimeout: 180_000 });
const until = (condition: () => boolean | Promise<boolean>) => within(condition, 60_000);

const HANDLERS = fileURLToPath(new URL('./fixtures/ledger-handlers.mjs', import.meta.url));

test('processes are replaced after so many jobs, and no job is lost or runs twice', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const longshore = await work.launched({ args: ['--processes', '2', '--concurrency', '5', '--max-jobs', '200'] });
  const replaced = () => longshore.output.match(/has left/g)?.length ?? 0;
  // Each of the first two is replaced, and one of their successors. Slow enough that no ended job is forgotten meanwhile.
  while (replaced() < 3) {
    const ids = await scene.add(200, { ms: 20 });
    await until(async () => (await scene.ended()) >= scene.ledger.accepted.size - ids.length / 2);
  }
  await work.drained(90_000);
  expect(work.processes().length).toBeGreaterThanOrEqual(5);
  const { jobs, repeats } = await expectAccount(scene);
  expect({ jobs, repeats }).toEqual({ jobs: scene.ledger.accepted.size, repeats: 0 });
  expect(longshore.output).not.toContain('died');
});

test('a process that takes too much memory is replaced while its job goes on', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const handlers = join(scene.ledger.folder, 'leaks.mjs');
  await writeFile(
    handlers,
    `import run from ${JSON.stringify(HANDLERS)};\nconst kept = [];\nexport default (job) => { if (job.data.leak) kept.push(Buffer.alloc(2e8, 1)); return run(job); };\n`,
  );
  const longshore = await work.launched({ handlers, args: ['--max-memory', '220mb', '--concurrency', '3'] });
  const [leaky] = work.alive();
  // Before it has done anything it is left alone: its successor would take as much.
  await scene.addOne();
  await work.drained(90_000);
  await scene.queue.add('work', { leak: true, ms: 1500 }, { jobId: 'leak' });
  await longshore.said(/takes more memory than it may/);
  await until(async () => (await scene.queue.get('leak'))?.state === 'completed');
  await until(() => work.alive().length === 1 && !work.alive().includes(leaky as number));
  expect(scene.ledger.runs().get('leak')).toHaveLength(1);
});

test('USR2 brings new code with no gap in service: one process after another, no job lost or repeated', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const handlers = join(scene.ledger.folder, 'versioned.mjs');
  const write = (version: number) =>
    writeFile(
      handlers,
      `import run from ${JSON.stringify(HANDLERS)};\nexport default async (job) => { await run(job); return ${version}; };\n`,
    );
  await write(1);
  const longshore = await work.launched({ handlers, args: ['--processes', '2', '--concurrency', '4'] });
  const old = work.alive();
  await scene.add(6000, { ms: 4 });
  await until(async () => (await scene.ended()) >= 200);
  await write(2);
  longshore.signal('SIGUSR2');
  await until(() => old.every((pid) => !work.alive().includes(pid)));
  await until(() => work.alive().length === 2);
  const before = await scene.ended();
  expect(before).toBeLessThan(6000);
  expect(fewestReady(longshore)).toBe(2);
  await work.drained(90_000);
  const { jobs, repeats, ends } = await expectAccount(scene);
  expect({ jobs, repeats }).toEqual({ jobs: 6000, repeats: 0 });
  expect(new Set([...ends.values()].map(({ outcome }) => `${outcome}`))).toEqual(new Set(['1', '2']));
  expect(longshore.output).not.toContain('died');
});

/** How few processes took jobs at any time after the start, by what the supervisor said one after another. */
function fewestReady({ lines }: CliProcess): number {
  let ready = 0;
  let fewest = Number.POSITIVE_INFINITY;
  for (const { msg } of lines) {
    if (/^ready/.test(String(msg))) ready++;
    else if (/^(has left|died)/.test(String(msg))) ready--;
    if (ready >= 2 || fewest < Number.POSITIVE_INFINITY) fewest = Math.min(fewest, ready);
  }
  return fewest;
}

test('new code that does not load leaves the old code running, and says so', async () => {
  await using work = await WorkScene.open();
  const { scene } = work;
  const handlers = join(scene.ledger.folder, 'handlers.mjs');
  await copyFile(HANDLERS, handlers);
  await writeFile(handlers, `import run from ${JSON.stringify(HANDLERS)};\nexport default run;\n`);
  const longshore = await work.launched({ handlers, args: ['--processes', '2'] });
  const old = work.alive();
  await writeFile(handlers, 'export default {');
  longshore.signal('SIGUSR2');
  await longshore.said(/the new code does not start; the old goes on/);
  expect(work.alive().sort()).toEqual(old.sort());
  await scene.add(20);
  await work.drained(90_000);
  await expectAccount(scene);
  expect(longshore.isRunning).toBe(true);
});
