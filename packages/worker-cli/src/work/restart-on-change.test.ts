import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { restartOnChange } from './restart-on-change.js';
import { watchCode } from './watch-code.js';

interface Restart {
  readonly why: string;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
}

let folder: string;
let stop: () => Promise<void>;
let logged = '';
let begun: Restart[] = [];
let heard: (restart: Restart) => void = () => {};

/** The next restart, as soon as it begins. */
const next = () =>
  new Promise<Restart>((resolve) => {
    heard = resolve;
  });
/** Another watcher; `change` is the next that it sees. */
async function lookOut(): Promise<{ change: Promise<void> }> {
  let told = () => {};
  const seen = new Promise<void>((resolve) => {
    told = resolve;
  });
  const end = await watchCode([join(folder, 'handlers.js')], told, (error) => expect.unreachable(error.message));
  return { change: seen.then(end) };
}
const change = (name: string) => writeFile(join(folder, name), `export const at = ${performance.now()};`);
const shown = (name: string) => relative(process.cwd(), join(folder, name));

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'longshore-restart-')));
  await change('handlers.js');
  begun = [];
  logged = '';
  const restart = (why: string) =>
    new Promise<void>((end, fail) => {
      const restart = { why, end, fail };
      begun.push(restart);
      heard(restart);
    });
  const write = (line: string) => {
    logged += line;
  };
  stop = await restartOnChange([join(folder, 'handlers.js')], restart, pino({}, { write }));
});

afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

it('restarts with the names of what changed, or their number where they are many', async () => {
  const first = next();
  await change('handlers.js');
  expect((await first).why).toBe(`${shown('handlers.js')} changed`);
  (await first).end();
  const second = next();
  for (const name of ['a.js', 'b.js', 'c.js', 'd.js', 'e.js']) await change(name);
  expect((await second).why).toBe(`${['a.js', 'b.js', 'c.js'].map(shown).join(', ')} and 2 other files changed`);
});

it('restarts once more after a restart during which something changed', async () => {
  const first = next();
  await change('handlers.js');
  const running = await first;
  const second = next();
  const seen = await lookOut();
  await change('a.js');
  await seen.change;
  expect(begun).toHaveLength(1);
  running.end();
  expect((await second).why).toBe(`${shown('a.js')} changed`);
});

it('goes on after a restart that failed', async () => {
  const first = next();
  await change('handlers.js');
  (await first).fail(new Error('no memory for another process'));
  const second = next();
  await change('a.js');
  await second;
  expect(logged).toContain('no memory for another process');
});
