import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { measureFile } from './measure-file.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-measure-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function measureOf(content: string | Buffer) {
  const path = join(folder, 'file');
  await writeFile(path, content);
  return await measureFile(path);
}

test.each([
  ['', 0, 0],
  ['\n', 1, 0],
  ['one', 1, 1],
  ['one two\n', 1, 2],
  ['one\ttwo \r\n\n three', 3, 3],
  ['früh übt sich\n', 1, 3],
])('%j has %i lines and %i words', async (content, lines, words) => {
  const sha256 = createHash('sha256').update(content).digest('hex');
  expect(await measureOf(content)).toEqual({ sha256, bytes: Buffer.byteLength(content), lines, words });
});

test('a word that lies across two chunks is one word', async () => {
  // A stream reads 64 KiB at a time.
  expect(await measureOf('x'.repeat(65_530) + 'y'.repeat(20))).toMatchObject({ bytes: 65_550, lines: 1, words: 1 });
});

test('a file that is not there gives null, and one that cannot be read is an error', async () => {
  expect(await measureFile(join(folder, 'none'))).toBeNull();
  await expect(measureFile(folder)).rejects.toMatchObject({ code: 'EISDIR' });
});
