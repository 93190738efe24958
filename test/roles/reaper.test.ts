import { RedisReplyError } from '@longshore/core';
import { expect } from 'vitest';
import { Reaper } from '../support/core-internals.js';
import type { FailingConnection } from '../support/failing-connection.js';
import { until } from '../support/processes.js';
import type { ScriptBed } from '../support/script-bed.js';
import { type Lines, test } from './role-test.js';

interface Told {
  readonly reaper: Reaper;
  readonly recovered: [count: number, victim: string][];
}

function make(
  failing: FailingConnection,
  bed: ScriptBed,
  lines: Lines,
  wid: () => string | undefined = () => 'w',
): Told {
  const recovered: [number, string][] = [];
  const completed = { count: 100, ageMs: 86_400_000 };
  const reaper = new Reaper({
    keys: bed.keys,
    connection: failing,
    settings: {
      intervalMs: 20,
      maxCrashes: 3,
      keep: { completed, failed: completed, cancelled: completed, expired: completed },
    },
    log: lines.logger,
    wid,
    onSwept: () => undefined,
    onRecovered: (count, victim) => recovered.push([count, victim]),
  });
  return { reaper, recovered };
}

/** A fit reaper `w`, and a worker that died with more than one call of the script can put back. */
async function scene(bed: ScriptBed): Promise<void> {
  await bed.worker('w', { lease: 14_000 });
  await bed.worker('dead', { lease: -1000 });
  await bed.seed({
    'active:dead': Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`job-${i}`, `${1000 + i}`])),
  });
  await bed.seed({ 'pending:dead': Array.from({ length: 150 }, (_, i) => `moved-${i}`) });
}

test('a dead worker is emptied whole, in as many calls as it takes', async ({ failing, bed, lines }) => {
  await scene(bed);
  const { reaper, recovered } = make(failing, bed, lines);
  reaper.start();
  await until(() => recovered.length > 0);
  reaper.stop();
  expect(recovered).toEqual([[400, 'dead']]);
  expect(failing.count('reap')).toBe(3);
  expect(await bed.redis.llen(bed.keys.waiting)).toBe(400);
  expect(lines.told).toEqual(['info: put the jobs of a dead worker back']);
});

test('what fails on the way is done at a later sweep', async ({ failing, bed, lines }) => {
  await scene(bed);
  failing.fail('sweep', 'unreached', 'reply lost', new RedisReplyError('odd'));
  failing.fail('reap', 'reply lost', 'unreached', 'reply lost');
  const { reaper } = make(failing, bed, lines);
  reaper.start();
  await until(async () => (await bed.redis.llen(bed.keys.waiting)) === 400);
  reaper.stop();
  expect(await bed.redis.exists(`${bed.tag}active:dead`, `${bed.tag}pending:dead`)).toBe(0);
  expect(lines.told.filter((line) => line.startsWith('debug: a sweep failed')).length).toBeGreaterThanOrEqual(6);
});

test('without a registration nothing is swept, and with one it is', async ({ failing, bed, lines }) => {
  await scene(bed);
  let wid: string | undefined;
  let asked = 0;
  const { reaper, recovered } = make(failing, bed, lines, () => {
    asked += 1;
    return wid;
  });
  reaper.start();
  await until(() => asked >= 3);
  expect(failing.calls).toEqual([]);
  wid = 'w';
  await until(() => recovered.length > 0);
  reaper.stop();
});

test('once stopped it asks no more', async ({ failing, bed, lines }) => {
  await bed.worker('w', { lease: 14_000 });
  const { reaper } = make(failing, bed, lines);
  reaper.start();
  await until(() => failing.count('sweep') >= 2);
  reaper.stop();
  const calls = failing.calls.length;
  // Any timer that was left would be due within two intervals.
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(failing.calls.length).toBeLessThanOrEqual(calls + 1);
});
