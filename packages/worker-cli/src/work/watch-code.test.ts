import { mkdir, mkdtemp, realpath, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { foldersOf, watchCode } from './watch-code.js';

let folder: string;
let stop: () => Promise<void> = async () => {};
let bursts: (readonly string[])[] = [];
let heard: () => void = () => {};

async function write(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `export const at = ${performance.now()};`);
  }
}

const shown = (path: string) => relative(process.cwd(), join(folder, path));
/** Resolves at the next burst. */
const burst = () =>
  new Promise<void>((resolve) => {
    heard = resolve;
  });

beforeEach(async () => {
  // As in a package that is installed, or lies in a hidden folder: only what is below counts.
  folder = join(await realpath(await mkdtemp(join(tmpdir(), 'longshore-watch-'))), '.hidden', 'node_modules', 'app');
  await write('handlers.js', 'lib/mail.ts');
  bursts = [];
  const onChange = (files: readonly string[]) => {
    bursts.push(files);
    heard();
  };
  stop = await watchCode([join(folder, 'handlers.js')], onChange, (error) => expect.unreachable(error.message));
});

afterEach(async () => {
  await stop();
  await rm(join(folder, '..', '..', '..'), { recursive: true });
});

it('tells once of files that change together', async () => {
  const told = burst();
  await write('handlers.js', 'lib/mail.ts', 'lib/new/added.mjs');
  await told;
  expect(bursts).toStrictEqual([[shown('handlers.js'), shown('lib/mail.ts'), shown('lib/new/added.mjs')]]);
});

it('tells again of the next change, and of a file that is gone', async () => {
  const first = burst();
  await write('lib/mail.ts');
  await first;
  const second = burst();
  await unlink(join(folder, 'lib/mail.ts'));
  await second;
  expect(bursts).toStrictEqual([[shown('lib/mail.ts')], [shown('lib/mail.ts')]]);
});

it('leaves out installed packages, what tools write, and what is no code', async () => {
  const told = burst();
  await write(
    'node_modules/left/index.js',
    '.cache/left.js',
    '.eslintrc.js',
    'coverage/left.js',
    'out.log',
    'report.pdf',
  );
  await write('handlers.js');
  await told;
  expect(bursts).toStrictEqual([[shown('handlers.js')]]);
});

it('watches the working directory where the modules lie in it, and their own folders elsewhere', () => {
  expect(foldersOf(['/app/jobs/a.js', '/app/b.js'], '/app')).toStrictEqual(['/app']);
  expect(foldersOf(['/app/jobs/a.js', '/lib/b.js', '/lib/c/d.js'], '/app')).toStrictEqual(['/app', '/lib']);
  expect(foldersOf(['/apples/a.js'], '/app')).toStrictEqual(['/apples']);
  expect(foldersOf(['/app/jobs/a.js'], '/')).toStrictEqual(['/app/jobs']);
});
