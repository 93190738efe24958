import { appendFile, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Core from '@longshore/core';
import { afterAll, beforeAll, expect } from 'vitest';
import { until } from '../support/processes.js';
import { test } from '../support/worker-bed.js';

const WAIT = { timeout: '20s' } as const;
const THIS = fileURLToPath(new URL('../../packages/core/', import.meta.url));
const NEXT = fileURLToPath(new URL('../node_modules/.longshore-next/', import.meta.url));

let next: typeof Core;

async function change(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(`${NEXT}dist/${file}`, 'utf8');
  expect(text).toContain(from);
  await writeFile(`${NEXT}dist/${file}`, text.replace(from, to));
}

/**
 * A version to come, made of the built one: other scripts by their hash, and a format of messages with a number before it, which its
 * workers say that they know.
 */
beforeAll(async () => {
  await rm(NEXT, { recursive: true, force: true });
  await mkdir(NEXT, { recursive: true });
  await cp(`${THIS}dist`, `${NEXT}dist`, { recursive: true });
  await cp(`${THIS}package.json`, `${NEXT}package.json`);
  await symlink(`${THIS}node_modules`, `${NEXT}node_modules`);
  for (const file of await readdir(`${NEXT}dist/redis/scripts`)) {
    if (file.endsWith('.lua')) await appendFile(`${NEXT}dist/redis/scripts/${file}`, '-- of the next version\n');
  }
  await change('job/message.js', 'const text = `', 'const text = `2,');
  await change(
    'job/message.js',
    'const [name, data] = parts;',
    'if (parts[0] === 2) parts.shift();\nconst [name, data] = parts;',
  );
  await change('worker/control.js', "':')}:`", "':')}:format:2:`");
  next = await import(pathToFileURL(`${NEXT}dist/index.js`).href);
});
afterAll(() => rm(NEXT, { recursive: true, force: true }));

test('producers and workers of two versions share a queue: everything runs, by whom can run it', async ({ bed }) => {
  const ran: Record<string, string> = {};
  const note = (version: string) => (job: Core.Job) => {
    ran[job.data] = version;
  };
  const oldWorker = bed.worker(note('old'));
  const newWorker = bed.own(new next.Worker(bed.queueName, note('new'), bed.common));
  await Promise.all([oldWorker.ready(), newWorker.ready()]);
  const newQueue = new next.Queue(bed.queueName, bed.common);
  const jobs = await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      n % 2 === 0 ? bed.queue.add('work', `old ${n}`) : newQueue.add('work', `new ${n}`),
    ),
  );
  // Results of one version are read by the other.
  await Promise.all(jobs.map((job, n) => (n % 4 < 2 ? bed.queue : newQueue).job(job.id).result(WAIT)));
  expect(Object.keys(ran)).toHaveLength(200);
  expect(Object.entries(ran).filter(([data, version]) => data.startsWith('new') && version === 'old')).toEqual([]);
  await newQueue.close();
});

test('what only the next version can read waits for one of its workers, and does not hold up the others', async ({
  bed,
}) => {
  const newQueue = new next.Queue(bed.queueName, bed.common);
  const oldWorker = bed.worker(() => 'old');
  await oldWorker.ready();
  const job = await newQueue.add('work', 1);
  await until(async () => (await job.state()) === 'parked');
  expect(await (await bed.queue.add('work', 2)).result(WAIT)).toBe('old');
  const newWorker = new next.Worker(bed.queueName, () => 'new', bed.common);
  expect(await job.result(WAIT)).toBe('new');
  await newWorker.close({ deadline: '1s' });
  await newQueue.close();
});
