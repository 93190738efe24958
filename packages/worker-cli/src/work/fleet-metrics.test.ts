import { AggregatorRegistry } from 'prom-client';
import { expect, test } from 'vitest';
import { fleetMetrics } from './fleet-metrics.js';
import { sampleFleet, sampleProcess } from './sample-fleet.js';

test('says how many processes are in which state, what was replaced, and how they are', async () => {
  const fleet = sampleFleet(
    { wanted: 4, replaced: { crashed: 2, blocked: 1, 'max-jobs': 5, 'max-memory': 0, restart: 4 } },
    [
      sampleProcess({ status: { memory: 100_000_000, lagMs: 12 } }),
      sampleProcess({ status: { memory: 50_000_000, lagMs: 250 }, statusAgeMs: 9000 }),
      sampleProcess({ state: 'starting', status: undefined }),
    ],
  );
  const text = await AggregatorRegistry.aggregate([fleetMetrics(fleet)] as unknown as object[]).metrics();
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(samples).toEqual([
    'longshore_processes{state="starting"} 1',
    'longshore_processes{state="ready"} 1',
    'longshore_processes{state="blocked"} 1',
    'longshore_processes{state="quiet"} 0',
    'longshore_processes{state="stopping"} 0',
    'longshore_processes_wanted 4',
    'longshore_process_replacements_total{reason="crashed"} 2',
    'longshore_process_replacements_total{reason="blocked"} 1',
    'longshore_process_replacements_total{reason="max-jobs"} 5',
    'longshore_process_replacements_total{reason="max-memory"} 0',
    'longshore_process_replacements_total{reason="restart"} 4',
    'longshore_process_memory_bytes 150000000',
    'longshore_process_loop_lag_seconds 0.25',
    'longshore_worker_last_take_age_seconds{queue="mail"} 0.5',
  ]);
});

test('a fleet that has no process yet has figures all the same', () => {
  const byName = Object.fromEntries(fleetMetrics(sampleFleet({}, [])).map(({ name, values }) => [name, values]));
  expect(byName['longshore_process_loop_lag_seconds']).toEqual([{ labels: {}, value: 0 }]);
  expect(byName['longshore_process_memory_bytes']).toEqual([{ labels: {}, value: 0 }]);
  expect(byName['longshore_worker_last_take_age_seconds']).toEqual([]);
});
