// The documents agree with the code, and their links lead somewhere.

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { boardKeys, channelKeys, operationsKey, queueKeys, registryKey } from '../support/core-internals.js';
import { ROOT } from './code-blocks.js';

const read = (file: string) => readFile(join(ROOT, file), 'utf8');

async function filesBelow(folder: string, ending: string): Promise<string[]> {
  const found = await readdir(join(ROOT, folder), { recursive: true });
  return found
    .filter((file) => file.endsWith(ending) && !file.includes('node_modules'))
    .map((file) => join(folder, file));
}

const DOCUMENTS = [
  ...(await readdir(ROOT)).filter((file) => file.endsWith('.md')),
  ...(await filesBelow('docs', '.md')),
  ...(await filesBelow('examples', '.md')),
];

test('docs/errors.md has a row for every code, and no other', async () => {
  const packages = ['core', 'dashboard-api', 'client'].map((name) => filesBelow(`packages/${name}/src`, '.ts'));
  const sources = (await Promise.all(packages)).flat();
  const scripts = await filesBelow('packages/core/src', '.lua');
  const text = (
    await Promise.all([...sources, ...scripts].filter((file) => !file.endsWith('.test.ts')).map(read))
  ).join();
  const codes = new Set([...text.matchAll(/['"](ERR_[A-Z_]+)['"]/g)].map(([, code]) => code));
  const rows = [...(await read('docs/errors.md')).matchAll(/^\| `(ERR_[A-Z_]+)` /gm)].map(([, code]) => code);
  expect(rows.toSorted()).toEqual([...codes].toSorted());
});

test('docs/keys.md has a row for every key and every pub/sub name', async () => {
  const rows = [...(await read('docs/keys.md')).matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
  const { tag, pending, active, body, run, log, parkedOf, unique, historyOf, notice, events, control, ...plain } =
    queueKeys('<prefix>', '<queue>');
  const ofOne = [
    pending('<worker>'),
    active('<worker>'),
    body('<id>'),
    run('<id>'),
    log('<id>'),
    parkedOf('<name>'),
    unique('<key>'),
    historyOf('<hour>'),
    `${tag}job:<id>`,
    `${tag}end:<id>`,
  ];
  const ofQueue = [...Object.values(plain), ...ofOne].map((key) => String(key).slice(tag.length));
  const ofOthers = [boardKeys('<prefix>', '<name>'), channelKeys('<prefix>', '<name>')].flatMap(Object.values);
  const ofPrefix = [registryKey('<prefix>'), operationsKey('<prefix>')];
  const expected = [...ofQueue, ...ofOthers, ...ofPrefix, events, control, notice('<id>')];
  expect(rows.toSorted()).toEqual(expected.toSorted());
});

test.each(DOCUMENTS)('the links of %s lead somewhere', async (file) => {
  const text = await read(file);
  for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:/.test(target)) continue;
    const [path = '', anchor] = target.split('#');
    const linked = path === '' ? file : join(dirname(file), path);
    expect(existsSync(join(ROOT, linked)), `${target} in ${file}`).toBe(true);
    if (anchor) expect(anchorsOf(await read(linked)), `${target} in ${file}`).toContain(anchor);
  }
});

/** Headings as their anchors are made: lower case, words joined by hyphens, nothing else. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
