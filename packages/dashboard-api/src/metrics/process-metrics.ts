// The metrics of this process that prom-client has, without those that `promtool check metrics` objects to. They are one set for
// a process, however many APIs it has: each set watches the event loop and the garbage collector, and cannot be stopped.
import { collectDefaultMetrics, Registry } from 'prom-client';

/** Gauges whose names end as those of counters do. */
const REFUSED = ['nodejs_active_resources_total', 'nodejs_active_handles_total', 'nodejs_active_requests_total'];

let registry: Registry | undefined;

export function processMetrics(): Registry {
  if (registry) return registry;
  registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of REFUSED) registry.removeSingleMetric(name);
  return registry;
}
