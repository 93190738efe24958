import { mustRun } from '../run-command.mjs';

/** Turborepo skips what it has built before from the same sources. */
export async function buildPackages() {
  const output = await mustRun('turbo', ['run', 'build', '--output-logs=errors-only']);
  const built = /Tasks:\s+(\d+) successful/.exec(output)?.[1] ?? 'all';
  const cached = /Cached:\s+(\d+) cached/.exec(output)?.[1] ?? '0';
  return `${built} packages, ${cached} of them from the cache`;
}
