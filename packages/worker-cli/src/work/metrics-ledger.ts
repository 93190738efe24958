// Keeps the figures of all processes, so that their sum is right whichever of them have ended. It
//   1. keeps what each live process said last;
//   2. adds up what counts in those that have ended (counters and histograms; a gauge ends with its process);
//   3. gives out both, ready for `AggregatorRegistry.aggregate`.
// It does not talk to processes. A process that is killed takes along what it counted since it last spoke.
import type { MetricSnapshot } from './messages.js';

interface Sample {
  value: number;
  readonly labels: Readonly<Record<string, string | number | undefined>>;
  readonly metricName?: string;
}

/** What processes that have ended have counted for one metric. */
interface Remains {
  readonly metric: MetricSnapshot;
  readonly samples: Map<string, Sample>;
}

const AGGREGATORS: readonly string[] = ['omit', 'sum', 'first', 'min', 'max', 'average'];

export class MetricsLedger {
  readonly #live = new Map<number, readonly MetricSnapshot[]>();
  readonly #ended = new Map<string, Remains>();
  /** The shape of each metric in the process that was started last. */
  readonly #shapes = new Map<string, { readonly number: number; readonly shape: string }>();

  /** What a process says now stands in place of what it said before. Not to be called after `ended`. */
  heard(number: number, metrics: readonly MetricSnapshot[]): void {
    const sound = metrics.map(soundOf);
    for (const metric of sound) {
      const known = this.#shapes.get(metric.name);
      const shape = shapeOf(metric);
      if (shape && !(known && known.number > number)) this.#shapes.set(metric.name, { number, shape });
    }
    this.#live.set(number, sound);
  }

  /** A process is gone. What it counted stays. */
  ended(number: number): void {
    for (const metric of this.#live.get(number) ?? []) this.#bury(metric);
    this.#live.delete(number);
  }

  /**
   * All figures, one list for each live process and one for those that have ended. New code may give a metric other buckets or another
   * type; what was counted in the other shape cannot be added and is left out, for as long as the new shape is in use.
   */
  all(): readonly (readonly MetricSnapshot[])[] {
    const ended = [...this.#ended.values()].map(({ metric, samples }) => ({
      ...metric,
      values: [...samples.values()],
    }));
    return [...this.#live.values(), ended as MetricSnapshot[]].map((metrics) =>
      metrics.filter((metric) => this.#fits(metric)),
    );
  }

  #fits(metric: MetricSnapshot): boolean {
    const shape = shapeOf(metric);
    return shape === undefined || shape === this.#shapes.get(metric.name)?.shape;
  }

  #bury(metric: MetricSnapshot): void {
    const samples = (metric.values as readonly Sample[]).filter((sample) => isCumulative(metric, sample));
    if (samples.length === 0) return;
    const key = `${metric.name} ${shapeOf(metric)}`;
    let remains = this.#ended.get(key);
    if (!remains) {
      remains = { metric: { ...metric, values: [] }, samples: new Map() };
      this.#ended.set(key, remains);
    }
    for (const sample of samples) {
      const name = nameOf(sample);
      const known = remains.samples.get(name);
      if (!known) remains.samples.set(name, { ...sample });
      else known.value = metric.aggregator === 'max' ? Math.max(known.value, sample.value) : known.value + sample.value;
    }
  }
}

/**
 * A sum stays when its process is gone, and so does a highest value. Who asked for the first, the lowest or the mean of the processes
 * asked about those that live.
 */
function isCumulative({ type, aggregator }: MetricSnapshot, { metricName = '' }: Sample): boolean {
  if (aggregator !== 'sum' && aggregator !== 'max') return false;
  const kind = String(type);
  // The quantiles of a summary are of its process alone.
  return kind === 'counter' || kind === 'histogram' || (kind === 'summary' && /_(sum|count)$/.test(metricName));
}

/** NaN and infinity are lost on the way between processes, and an aggregator that nobody knows would spoil all metrics. */
function soundOf(metric: MetricSnapshot): MetricSnapshot {
  return {
    ...metric,
    aggregator: AGGREGATORS.includes(metric.aggregator) ? metric.aggregator : 'sum',
    values: metric.values.filter(({ value }) => typeof value === 'number'),
  };
}

/** Snapshots of one shape can be added. Undefined: there is nothing to add yet. */
function shapeOf({ type, aggregator, values }: MetricSnapshot): string | undefined {
  if (values.length === 0) return undefined;
  const bounds = new Set(String(type) === 'histogram' ? values.map(({ labels }) => String(labels['le'] ?? '')) : []);
  return [type, aggregator, ...[...bounds].sort()].join(' ');
}

function nameOf({ metricName = '', labels }: Sample): string {
  return JSON.stringify([metricName, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
