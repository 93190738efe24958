// Every code sample of the documents is real: it passes the type checker against the built packages.
import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeBlocksOf, ROOT } from './code-blocks.js';

const PAGES = (await readdir(join(ROOT, 'docs', 'guide'))).map((page) => `docs/guide/${page}`);
const DOCUMENTS = ['README.md', 'docs/guide.md', ...PAGES];
// Inside the workspace, so that packages are found from there; ignored by git.
const FOLDER = join(ROOT, 'test', 'node_modules', '.longshore-samples');

/** What a sample may take for granted, so that it can show one thing. What it declares itself goes before. */
const GIVEN = `
import type { Handlers, JobHandle, Queue, Worker } from '@longshore/core';
declare global {
  const connection: string;
  const handlers: Handlers<any>;
  const queue: Queue;
  const job: JobHandle<any>;
  const worker: Worker;
  const database: { query(sql: string, values: unknown[]): Promise<void> };
  function sendMail(to: string, options?: { signal?: AbortSignal }): Promise<string>;
  function charge(order: number, signal: AbortSignal): Promise<string>;
  function convertPart(file: string, percent: number): Promise<void>;
}
`;

const CONFIG = {
  extends: '../../../tsconfig.base.json',
  compilerOptions: { noEmit: true, allowJs: true, checkJs: true, typeRoots: ['../../../node_modules/@types'] },
  include: ['*'],
};

const fileOf = (document: string, line: number, language: string) =>
  `${document.replace(/\W/g, '-')}-line-${line}.m${language}`;

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, 'tsconfig.json'), JSON.stringify(CONFIG));
  await writeFile(join(FOLDER, 'given.ts'), GIVEN);
  for (const document of DOCUMENTS) {
    for (const { language, code, line } of await codeBlocksOf(document)) {
      // A sample that imports and exports nothing is a module all the same.
      await writeFile(join(FOLDER, fileOf(document, line, language)), `${code}\nexport {};\n`);
    }
  }
});

afterAll(() => rm(FOLDER, { recursive: true, force: true }));

test('the documents have samples', async () => {
  expect((await codeBlocksOf('README.md')).length).toBeGreaterThan(0);
  expect((await codeBlocksOf('docs/guide.md')).length).toBeGreaterThan(15);
});

test('every sample passes the type checker', async () => {
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
  const outcome = await promisify(execFile)(tsc, ['-p', FOLDER, '--pretty', 'false']).catch((error) => error);
  expect(outcome.stdout).toBe('');
});
