import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isAlive, until } from '../support/processes.js';

const HOLDER = fileURLToPath(new URL('./fixtures/hold-server.mjs', import.meta.url));
const GONE_WITHIN_MS = 2_000;

function startHolder(...words: string[]) {
  const holder = spawn(process.execPath, [HOLDER, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const firstLine = once(createInterface({ input: holder.stdout }), 'line');
  const told = firstLine.then(([line]) => JSON.parse(line) as { pid: number; folder: string });
  return { holder, told, exited: once(holder, 'exit') };
}

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'server and folder go when the parent ends by %s',
  async (signal) => {
    const { holder, told, exited } = startHolder('stay');
    const { pid, folder } = await told;
    expect(isAlive(pid)).toBe(true);
    holder.kill(signal);
    await exited;
    await until(() => !isAlive(pid) && !existsSync(folder), GONE_WITHIN_MS);
  },
);

test('a running server does not keep its parent from ending', async () => {
  const { told, exited } = startHolder();
  const { pid, folder } = await told;
  expect(await exited).toEqual([0, null]);
  await until(() => !isAlive(pid) && !existsSync(folder), GONE_WITHIN_MS);
});

test('a parent that is killed while its server starts leaves nothing behind, whenever that is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-parent-death-'));
  try {
    for (let delayMs = 60; delayMs <= 240; delayMs += 20) {
      const holder = spawn(process.execPath, [HOLDER, 'stay'], {
        stdio: 'ignore',
        env: { ...process.env, TMPDIR: folder },
      });
      // No event tells of the moments in between, and each of them is wanted.
      await pause(delayMs);
      holder.kill('SIGKILL');
      await once(holder, 'exit');
    }
    await pause(GONE_WITHIN_MS);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
