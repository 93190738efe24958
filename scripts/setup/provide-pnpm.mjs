import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun, runCommand } from '../run-command.mjs';
import { CACHE, ROOT } from '../workspace.mjs';

/** The version that package.json pins: from the PATH if it is exactly that one, else by npm into the cache folder. */
export async function providePnpm() {
  const { packageManager } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const version = packageManager.replace(/^pnpm@/, '').replace(/\+.*$/, '');
  if ((await versionFound()) === version) return version;
  await mustRun('npm', ['install', '--prefix', join(CACHE, 'tools'), `pnpm@${version}`, '--no-audit', '--no-fund']);
  const found = await versionFound();
  if (found !== version) throw new Error(`pnpm ${version} was installed, and ${found ?? 'none'} is found`);
  return `${version} installed`;
}

async function versionFound() {
  const { code, output } = await runCommand('pnpm', ['--version']);
  return code === 0 ? output.trim() : undefined;
}
