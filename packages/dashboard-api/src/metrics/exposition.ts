// Several registries as one page of Prometheus' text format, in which each name may stand once.
import type { Registry } from 'prom-client';

/** Where a name is in several, the first registry has it. */
export async function exposition(registries: readonly Registry[]): Promise<string> {
  const names = new Set<string>();
  const texts: Promise<string>[] = [];
  for (const registry of registries)
    for (const metric of registry.getMetricsAsArray()) {
      if (names.has(metric.name)) continue;
      names.add(metric.name);
      texts.push(registry.getSingleMetricAsString(metric.name));
    }
  return `${(await Promise.all(texts)).join('\n\n')}\n`;
}
