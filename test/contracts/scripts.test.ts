import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { scripts } from '../support/core-internals.js';

const LUA = new URL('../../packages/core/src/redis/scripts/', import.meta.url);
/** Of the comment at the top of a script: a word in capitals, and what follows it. */
const HEADER = /^-- (KEYS|ARGV|RETURNS) (.+)$/gm;
/** What adds; at maxmemory Redis refuses it as a whole. */
const ADDS = ['enqueue', 'schedule-put', 'schedule-tick'];
const WRITES_AT_MAXMEMORY = '#!lua flags=allow-oom\n';

const contracts = scripts.map(({ contract, current, legacy }) => ({
  ...contract,
  lua: current.lua,
  legacy: legacy.lua,
}));

/** Values that say which name or argument was asked for. */
const keysBySaying = new Proxy({} as never, {
  get: (_keys, name) => (SINGLE.includes(String(name)) ? () => String(name) : String(name)),
});
const SINGLE = ['pending', 'active', 'body', 'run', 'log', 'parkedOf', 'unique', 'historyOf', 'notice'];
const inputSayingNothing = { adopt: [], reports: [], ids: [] } as never;

test('every script has a contract, and every contract a script', async () => {
  const files = (await readdir(LUA)).filter((file) => file.endsWith('.lua')).map((file) => file.replace(/\.lua$/, ''));
  expect(contracts.map(({ name }) => name).sort()).toEqual(files.sort());
});

test('every part is part of at least two scripts, and says what it does', async () => {
  for (const file of await readdir(new URL('parts/', LUA))) {
    const text = await readFile(new URL(`parts/${file}`, LUA), 'utf8');
    expect(text).toMatch(/^-- .{20,}/);
    expect(contracts.filter(({ lua }) => lua.includes(text)).length).toBeGreaterThan(1);
  }
  for (const { lua } of contracts) expect(lua).not.toMatch(/^-- PART/m);
});

describe.each(contracts)('$name', ({ name, keyNames, keys, lua, legacy }) => {
  const header = new Map([...lua.matchAll(HEADER)].map(([, word, text]) => [word, text]));

  test('begins with its name and what it does', () => {
    const first = lua.replace(WRITES_AT_MAXMEMORY, '').split('\n')[0];
    expect(first).toMatch(new RegExp(`^-- ${name}: .{20,}`));
  });

  test('lists its keys in the order of the contract, and says what it takes and returns', () => {
    expect(header.get('KEYS')?.split(' ')).toEqual(keyNames);
    expect(header.get('ARGV')).toMatch(/^\w/);
    expect(header.get('RETURNS')).toMatch(/\S/);
  });

  test('is given the keys of those names', () => {
    expect(keys(keysBySaying, inputSayingNothing)).toEqual(keyNames);
  });

  test('takes its keys by these names', () => {
    const body = lua.replace(/^--.*$/gm, '');
    const taken = /^local ([\w, ]+) = (?:unpack\(KEYS\)|KEYS\[1\], KEYS\[2\])$/m.exec(body)?.[1]?.split(', ');
    const numbers = [...body.matchAll(/KEYS\[(\d+)\]/g)].map(([, number]) => Number(number));
    if (taken) expect(taken).toEqual(keyNames);
    // Where a script has no names for them, it uses each key and no other; `look` only names its key for the cluster.
    else expect(new Set(numbers).size).toBe(name === 'look' ? 0 : keyNames.length);
    expect(Math.max(0, ...numbers)).toBeLessThanOrEqual(keyNames.length);
  });

  test('goes on at maxmemory, on Redis 6.2 too, unless it adds jobs', () => {
    expect(lua.startsWith(WRITES_AT_MAXMEMORY)).toBe(!ADDS.includes(name));
    expect(legacy.startsWith("redis.call('DEL', KEYS[1] .. ':none')")).toBe(!ADDS.includes(name));
    expect(legacy).not.toContain('#!');
  });

  test('decodes no JSON', () => {
    expect(lua).not.toMatch(/cjson|cmsgpack/);
  });
});
