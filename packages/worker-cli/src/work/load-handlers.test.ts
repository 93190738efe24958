import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadHandlers } from './load-handlers.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-handlers-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

it('loads modules into what a worker takes', async () => {
  const mail = await write(
    'mail.mjs',
    'export async function welcome() {}\nexport const digest = { run() {}, attempts: 3 };',
  );
  const bulk = await write('bulk.mjs', "export default [{ queue: 'bulk', handlers() {}, weight: 2 }];");
  const choices = [
    { name: 'mail', weight: undefined },
    { name: 'bulk', weight: undefined },
  ];
  const [first, second, ...others] = await loadHandlers([mail, bulk, mail], choices, false);
  expect(others).toHaveLength(0);
  expect(first).toMatchObject({ queue: 'mail', handlers: { welcome: expect.any(Function), digest: { attempts: 3 } } });
  expect(second).toMatchObject({ queue: 'bulk', handlers: expect.any(Function), weight: 2 });
});

it('loads CommonJS', async () => {
  const named = await write('named.cjs', 'exports.mail = { welcome() {} };');
  const whole = await write('whole.cjs', "module.exports = { queue: 'bulk', handlers: { async import() {} } };");
  const loaded = await loadHandlers([named, whole], [], false);
  expect(loaded.map(({ queue, handlers }) => [queue, Object.keys(handlers)])).toStrictEqual([
    ['mail', ['welcome']],
    ['bulk', ['import']],
  ]);
});

it.each([
  [
    "[{ queue: 'mail', handlers: { welcome: { run() {}, timout: 3 } } }]",
    'ERR_INVALID_OPTION',
    'handlers.welcome.timout: unknown',
  ],
  ['{ digest: { run() {}, attempts: 0 } }', 'ERR_INVALID_OPTION', 'handlers.digest.attempts: expected a whole number'],
  ["[{ queue: 'mail' }]", 'ERR_INVALID_OPTION', 'handlers: expected a function, or an object'],
  ["[{ queue: 'mail', handlers() {}, weight: 0 }]", 'ERR_INVALID_OPTION', 'weight: expected a number'],
  ["[{ queue: 'my mail', handlers() {} }]", 'ERR_INVALID_NAME', 'queue: expected 1 to 128 characters'],
  ['[{ queue: 3, handlers() {} }]', 'ERR_INVALID_OPTION', 'queue: expected a name or what defineQueue() returned'],
])('tells what core says of %s with the file', async (text, code, message) => {
  const path = await write(`invalid-${code}-${message.length}.mjs`, `export default ${text};`);
  const refused = expect.objectContaining({ code, message: expect.stringContaining(message) });
  await expect(loadHandlers([path], [], false)).rejects.toThrow(refused);
  await expect(loadHandlers([path], [], false)).rejects.toThrow(`${path}: `);
});
