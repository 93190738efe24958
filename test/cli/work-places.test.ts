import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { until as within } from '../support/processes.js';
import { WorkScene } from '../support/work-scene.js';

// How many processes there are when things happen at the same time. Processes take seconds to start where much else runs.
vi.setConfig({ testTimeout: 180_000 });
const until = (condition: () => boolean | Promise<boolean>) => within(condition, 60_000);

const HANDLERS = new URL('./fixtures/ledger-handlers.mjs', import.meta.url).href;
const RUN = `import run from ${JSON.stringify(HANDLERS)};\nexport default run;\n`;
/** The module waits for a file, where the one of its name is there. */
const HELD = (folder: string) =>
  `import { existsSync } from 'node:fs';\nconst at = (name) => existsSync(${JSON.stringify(folder)} + '/' + name);\n` +
  `if (at('hold')) { console.log('the module is held'); while (!at('go')) await new Promise((next) => setTimeout(next, 10)); }\n${RUN}`;

test('one that died while its successor started keeps nobody waiting at the end', async () => {
  await using work = await WorkScene.open();
  const { folder } = work.scene.ledger;
  const handlers = join(folder, 'held.mjs');
  await writeFile(handlers, HELD(folder));
  const longshore = await work.launched({ handlers, args: ['--shutdown-timeout', '1h'] });
  const [first] = work.alive() as [number];
  await writeFile(join(folder, 'hold'), '');
  longshore.signal('SIGUSR2');
  await longshore.said(/the module is held/);
  process.kill(first, 'SIGKILL');
  await longshore.said(/died: SIGKILL/);
  await writeFile(join(folder, 'go'), '');
  await until(() => longshore.output.match(/ready \(pid/g)?.length === 2);
  longshore.signal('SIGTERM');
  // Within the time of the test, and not in an hour.
  expect(await longshore.exited).toEqual({ code: 0, signal: null });
});

test('code that is mended while a process waits to be started again makes no process too many', async () => {
  await using work = await WorkScene.open();
  const handlers = join(work.scene.ledger.folder, 'mended.mjs');
  await writeFile(handlers, "export default { work() {} };\nsetTimeout(() => { throw new Error('not yet'); }, 50);\n");
  const longshore = work.launch({ handlers, args: ['--watch'] });
  await longshore.said(/another process starts in (1600|3200) ms/);
  await writeFile(handlers, RUN);
  await longshore.said(/restarting/);
  await until(() => work.alive().length > 0);
  // Longer than the wait that was announced.
  await work.scene.addOne({ ms: 4000 });
  await work.drained(90_000);
  expect(work.alive()).toHaveLength(1);
});

test('a quiet fleet whose last process dies ends, and starts nobody who was to come', async () => {
  await using work = await WorkScene.open();
  const { folder } = work.scene.ledger;
  const handlers = join(folder, 'dies.mjs');
  await writeFile(
    handlers,
    `import { existsSync } from 'node:fs';\nif (existsSync(${JSON.stringify(join(folder, 'die'))})) process.exit(5);\n${RUN}`,
  );
  const longshore = await work.launched({ handlers, args: ['--processes', '2'] });
  await writeFile(join(folder, 'die'), '');
  const [one, other] = work.alive() as [number, number];
  process.kill(one, 'SIGKILL');
  await longshore.said(/another process starts in (3200|6400) ms/);
  longshore.signal('SIGTSTP');
  await longshore.said(/quiet/);
  process.kill(other, 'SIGKILL');
  expect(await longshore.exited).toEqual({ code: 0, signal: null });
  expect(longshore.output.match(/died: exit code 5/g)?.length).toBeLessThan(8);
});

test('new code that does not start is no crash loop while the old goes on', async () => {
  await using work = await WorkScene.open();
  const handlers = join(work.scene.ledger.folder, 'handlers.mjs');
  await writeFile(handlers, RUN);
  const longshore = await work.launched({ handlers, args: ['--crash-limit', '1'] });
  const old = work.alive();
  await writeFile(handlers, 'process.exit(4);');
  longshore.signal('SIGUSR2');
  await longshore.said(/the new code does not start; the old goes on/);
  await work.scene.add(5);
  await work.drained(90_000);
  expect(work.alive()).toEqual(old);
});

test.each(['null', "'ready'", '{ state: 1 }'])(
  'a module that sends %s to its supervisor harms nobody',
  async (message) => {
    await using work = await WorkScene.open();
    const handlers = join(work.scene.ledger.folder, 'speaks.mjs');
    await writeFile(handlers, `process.send(${message});\n${RUN}`);
    const longshore = await work.launched({ handlers });
    longshore.signal('SIGTERM');
    expect(await longshore.exited).toEqual({ code: 0, signal: null });
  },
);
