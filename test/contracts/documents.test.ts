import { readdir, readFile } from 'node:fs/promises';
import * as core from '@longshore/core';
import { describe, expect, test } from 'vitest';
import { boardKeys, channelKeys, operationsKey, queueKeys, registryKey, scripts } from '../support/core-internals.js';

// Pages that tell of the code fail here when the code has moved on without them.

const page = (name: string): Promise<string> => readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

/** The cells of each row of each table of a page, without the marks around code. */
function rows(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|') && !/^[|\s:-]+$/.test(line));
  return lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')),
  );
}

describe('the states of a job', () => {
  const { TRANSITIONS } = core;

  test('change in scripts that exist, and by one that Redis has itself', () => {
    const known = new Set([...scripts.map(({ contract }) => contract.name), 'BLMOVE']);
    expect(TRANSITIONS.filter(({ script }) => !known.has(script))).toEqual([]);
  });

  test('are told once each', () => {
    const told = TRANSITIONS.map(({ from, to, script }) => `${from} ${to} ${script}`);
    expect(told).toEqual([...new Set(told)]);
  });

  test('are drawn as the code has them', async () => {
    const drawn = [...(await page('internals.md')).matchAll(/^ *(\S+) --> (\S+): (\S+)$/gm)].map(([line]) =>
      line.trim(),
    );
    expect(drawn.sort()).toEqual(TRANSITIONS.map(({ from, to, script }) => `${from} --> ${to}: ${script}`).sort());
  });

  test('can all be reached, and left unless they are the end', () => {
    const entered = new Set(TRANSITIONS.map(({ to }) => to));
    const left = new Set(TRANSITIONS.map(({ from }) => from));
    expect([...left].filter((state) => state !== 'new' && !entered.has(state))).toEqual([]);
    expect([...entered].filter((state) => state !== 'removed' && !left.has(state))).toEqual([]);
  });
});

type ErrorClass = new (...args: never[]) => core.LongshoreError;

const classes = Object.entries(core as Record<string, unknown>).filter(
  (entry): entry is [string, ErrorClass] =>
    typeof entry[1] === 'function' && entry[1].prototype instanceof core.LongshoreError,
);

describe('errors', () => {
  // Every constructor takes texts, numbers or lists first; what it is given here stands in no code.
  const codes = new Map(classes.map(([name, type]) => [name, make(type).code]));

  function make(type: ErrorClass): core.LongshoreError {
    try {
      return new type('1s' as never, 'x' as never, 1 as never);
    } catch {
      return new type(['x'] as never, { message: 'x' } as never, 1 as never);
    }
  }

  test('have a class and a code each, which belong together', () => {
    expect(classes.length).toBeGreaterThan(20);
    expect(new Set(codes.values()).size).toBe(classes.length);
    for (const [name, code] of codes) {
      const words = name.replace(/Error$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, '_');
      expect(code).toBe(`ERR_${words.toUpperCase()}`);
    }
  });

  test('carry their own name and stay errors', () => {
    for (const [name, type] of classes) {
      const error = make(type);
      expect(error).toBeInstanceOf(Error);
      expect(error.name).toBe(name);
    }
  });

  test('are told in docs/errors.md, each in one row with its class', async () => {
    const told = rows(await page('errors.md')).filter(([code]) => code?.startsWith('ERR_'));
    const byCode = new Map(told.map(([code, ...rest]) => [code, rest]));
    expect(byCode.size).toBe(told.length);
    for (const [name, code] of codes) expect(byCode.get(code)?.[0], code).toBe(name);
    for (const [code, cells] of byCode) expect(cells[1]?.length, `${code} has no explanation`).toBeGreaterThan(10);
  });

  test('of docs/errors.md without a class stand in the sources', async () => {
    const told = rows(await page('errors.md')).map(([code]) => code ?? '');
    const withoutClass = told.filter((code) => code.startsWith('ERR_') && ![...codes.values()].includes(code));
    const sources = (await Promise.all(['core', 'dashboard-api', 'client'].map((name) => sourcesOf(name)))).join('\n');
    for (const code of withoutClass) expect(sources, code).toContain(code);
  });
});

describe('keys', () => {
  const queue = Object.entries(queueKeys('<prefix>', '<queue>')).filter(([name]) => name !== 'tag');
  const perQueue = queue.map(([, key]) =>
    (typeof key === 'function' ? key('<…>') : key).replace('{<prefix>:<queue>}:', ''),
  );
  const others = [boardKeys('<prefix>', '<name>'), channelKeys('<prefix>', '<name>')].flatMap((keys) =>
    Object.values(keys),
  );

  test.each([...perQueue, 'job:<…>', 'end:<…>', registryKey('<prefix>'), operationsKey('<prefix>'), ...others])(
    '%s is told',
    async (key) => {
      const told = rows(await page('keys.md')).map(([name]) => name ?? '');
      const plain = (text: string): string =>
        text.replace(/^\{<prefix>:<queue>\}:/, '').replace(/:<(?:id|worker|name|key|hour|…)>$/, ':<…>');
      expect(told.map(plain)).toContain(plain(key));
    },
  );

  test('are built nowhere but in the key table', async () => {
    const sources = await sourcesOf('core', (file) => file.endsWith('.ts') && !file.endsWith('keys.ts'));
    expect(sources.match(/[`'"][^`'"\n]*\}:(?:waiting|pending|active|job|end|body|run)\b.*$/m)).toBeNull();
  });
});

async function sourcesOf(name: string, wanted: (file: string) => boolean = () => true): Promise<string> {
  const root = new URL(`../../packages/${name}/src/`, import.meta.url);
  const files = (await readdir(root, { recursive: true })).filter((file) => /\.(ts|lua)$/.test(file) && wanted(file));
  return (await Promise.all(files.map((file) => readFile(new URL(file, root), 'utf8')))).join('\n');
}
