// The figures of the supervisor itself, beside the sum of what its processes count. No label carries an id: a process has
// another after each restart, and each would be a new series for ever.
import type { Fleet } from './fleet.js';
import { freshnessOf, type ShownState, shownState } from './judge-fleet.js';
import type { MetricSnapshot } from './messages.js';

const STATES: readonly ShownState[] = ['starting', 'ready', 'blocked', 'quiet', 'stopping'];

type Value = MetricSnapshot['values'][number];

/** The supervisor's own metrics as of now, in the form that `AggregatorRegistry.aggregate` takes. */
export function fleetMetrics(fleet: Fleet): readonly MetricSnapshot[] {
  const { processes, wanted, replaced } = fleet;
  const states = processes.map(shownState);
  const statuses = processes.flatMap(({ status }) => (status ? [status] : []));
  const memory = statuses.reduce((sum, status) => sum + status.memory, 0);
  const lagMs = Math.max(0, ...statuses.map((status) => status.lagMs));
  return [
    gauge(
      'longshore_processes',
      'Worker processes of this supervisor, by state.',
      STATES.map((state) => ({ labels: { state }, value: states.filter((one) => one === state).length })),
    ),
    gauge('longshore_processes_wanted', 'How many worker processes this supervisor shall have.', [plain(wanted)]),
    counter(
      'longshore_process_replacements_total',
      'Worker processes that were replaced, by reason.',
      Object.entries(replaced).map(([reason, value]) => ({ labels: { reason }, value })),
    ),
    gauge('longshore_process_memory_bytes', 'Resident memory of all worker processes together.', [plain(memory)]),
    gauge(
      'longshore_process_loop_lag_seconds',
      'How late the event loop of a worker process was at worst in the last seconds.',
      [plain(lagMs / 1000)],
    ),
    gauge(
      'longshore_worker_last_take_age_seconds',
      'Time since a process that takes jobs last heard from Redis about a queue.',
      freshnessOf(fleet).flatMap(({ queue, ageMs }) =>
        ageMs === undefined ? [] : [{ labels: { queue }, value: ageMs / 1000 }],
      ),
    ),
  ];
}

const plain = (value: number): Value => ({ labels: {}, value });

const gauge = (name: string, help: string, values: Value[]): MetricSnapshot => metric('gauge', name, help, values);
const counter = (name: string, help: string, values: Value[]): MetricSnapshot => metric('counter', name, help, values);

function metric(type: 'gauge' | 'counter', name: string, help: string, values: Value[]): MetricSnapshot {
  // Snapshots carry the type as a word; prom-client's declarations say a number.
  return {
    name,
    help,
    type: type as unknown as MetricSnapshot['type'],
    aggregator: 'sum',
    collect: () => undefined,
    values,
  };
}
