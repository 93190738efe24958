import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../run-command.mjs';
import { ROOT } from '../workspace.mjs';

// Inside node_modules, so that whoever deletes that folder deletes the claim that it is complete.
const STAMP = join(ROOT, 'node_modules', '.longshore-setup');

/** Skipped when nothing that decides about the dependencies has changed since they were last installed. */
export async function installDependencies() {
  const stamp = await stampOfManifests();
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === stamp) return 'unchanged';
  await mustRun('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only']);
  await writeFile(STAMP, stamp);
  return 'installed';
}

async function stampOfManifests() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.modules}\n`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...(await manifests())]) {
    hash.update(`${file}\n`).update(await readFile(join(ROOT, file)));
  }
  return hash.digest('hex');
}

async function manifests() {
  const packages = await readdir(join(ROOT, 'packages'));
  const folders = ['.', 'test', 'bench', 'examples', ...packages.map((name) => join('packages', name))];
  return folders.map((folder) => join(folder, 'package.json')).filter((file) => existsSync(join(ROOT, file)));
}
