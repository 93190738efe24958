import { AggregatorRegistry, Counter, Gauge, Histogram, Registry, Summary } from 'prom-client';
import { expect, test } from 'vitest';
import type { MetricSnapshot } from './messages.js';
import { MetricsLedger } from './metrics-ledger.js';

/** What a process would send, after its way through the channel. */
async function sent(registry: Registry): Promise<MetricSnapshot[]> {
  return JSON.parse(JSON.stringify(await registry.getMetricsAsJSON()));
}

/** The samples of the sum, as Prometheus would read them. */
async function read(ledger: MetricsLedger): Promise<Record<string, number>> {
  const all = ledger.all().map((metrics) => [...metrics]);
  const text = await AggregatorRegistry.aggregate(all as unknown as object[]).metrics();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}

interface Figures {
  readonly done?: Record<string, number>;
  readonly busy?: number;
  readonly took?: readonly number[];
  readonly buckets?: number[];
}

function processOf({ done = {}, busy = 0, took = [], buckets = [1, 10] }: Figures): Promise<MetricSnapshot[]> {
  const registry = new Registry();
  const registers = [registry];
  const counter = new Counter({ name: 'done_total', help: 'Done.', labelNames: ['name'], registers });
  for (const [name, count] of Object.entries(done)) counter.inc({ name }, count);
  new Gauge({ name: 'busy', help: 'Busy.', registers }).set(busy);
  const histogram = new Histogram({ name: 'took_seconds', help: 'Took.', buckets, registers });
  for (const seconds of took) histogram.observe(seconds);
  return sent(registry);
}

test('the figures of live processes are added', async () => {
  const ledger = new MetricsLedger();
  ledger.heard(1, await processOf({ done: { mail: 2 }, busy: 3, took: [0.5] }));
  ledger.heard(2, await processOf({ done: { mail: 1, bulk: 7 }, busy: 4, took: [5, 50] }));
  expect(await read(ledger)).toEqual({
    'done_total{name="mail"}': 3,
    'done_total{name="bulk"}': 7,
    busy: 7,
    'took_seconds_bucket{le="1"}': 1,
    'took_seconds_bucket{le="10"}': 2,
    'took_seconds_bucket{le="+Inf"}': 3,
    took_seconds_sum: 55.5,
    took_seconds_count: 3,
  });
});

test('what a process says again stands in place of what it said before', async () => {
  const ledger = new MetricsLedger();
  ledger.heard(1, await processOf({ done: { mail: 2 } }));
  ledger.heard(1, await processOf({ done: { mail: 5 } }));
  expect(await read(ledger)).toMatchObject({ 'done_total{name="mail"}': 5 });
});

test('no counter falls when processes end and others start, and gauges are those of the living', async () => {
  const ledger = new MetricsLedger();
  const seen: number[] = [];
  for (let number = 1; number <= 20; number++) {
    ledger.heard(number, await processOf({ done: { mail: number }, busy: 1, took: [1] }));
    seen.push((await read(ledger))['done_total{name="mail"}'] as number);
    if (number > 2) ledger.ended(number - 2);
    const figures = await read(ledger);
    seen.push(figures['done_total{name="mail"}'] as number);
    expect([figures['busy'], figures['took_seconds_count']]).toEqual([Math.min(number, 2), number]);
  }
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(210);
});

test('when all processes have ended, their sums are still there', async () => {
  const ledger = new MetricsLedger();
  ledger.heard(1, await processOf({ done: { mail: 4 }, busy: 2 }));
  ledger.ended(1);
  const figures = await read(ledger);
  expect(figures['done_total{name="mail"}']).toBe(4);
  expect(figures).not.toHaveProperty('busy');
});

test('the end of a process that never spoke changes nothing', async () => {
  const ledger = new MetricsLedger();
  ledger.ended(7);
  expect(await read(ledger)).toEqual({});
});

test('buckets that new code has changed are not mixed with the old ones', async () => {
  const ledger = new MetricsLedger();
  ledger.heard(1, await processOf({ took: [0.5, 5] }));
  ledger.heard(2, await processOf({ took: [3], buckets: [2, 4] }));
  // Of the old code once more: it was heard later, but started earlier.
  ledger.heard(1, await processOf({ took: [0.5, 5, 5], done: { mail: 1 } }));
  const only = {
    'took_seconds_bucket{le="2"}': 0,
    'took_seconds_bucket{le="4"}': 1,
    'took_seconds_bucket{le="+Inf"}': 1,
    took_seconds_sum: 3,
    took_seconds_count: 1,
  };
  expect(await read(ledger)).toEqual({ 'done_total{name="mail"}': 1, busy: 0, ...only });
  ledger.ended(1);
  expect(await read(ledger)).toEqual({ 'done_total{name="mail"}': 1, busy: 0, ...only });
  // Back to the old code: what it had counted is still known.
  ledger.ended(2);
  ledger.heard(3, await processOf({ took: [0.5] }));
  expect(await read(ledger)).toMatchObject({ 'took_seconds_bucket{le="1"}': 2, took_seconds_count: 4 });
});

test('the aggregators of metrics of users hold, also for processes that have ended', async () => {
  const figures = (value: number) => {
    const registry = new Registry();
    const registers = [registry];
    for (const aggregator of ['sum', 'max', 'min', 'average', 'first', 'omit'] as const) {
      new Gauge({ name: `gauge_${aggregator}`, help: 'A gauge.', aggregator, registers }).set(value);
      new Counter({ name: `${aggregator}_total`, help: 'A counter.', registers }).inc(value);
      (registry.getSingleMetric(`${aggregator}_total`) as unknown as { aggregator: string }).aggregator = aggregator;
    }
    return sent(registry);
  };
  const ledger = new MetricsLedger();
  for (const [number, value] of [9, 2, 4].entries()) ledger.heard(number, await figures(value));
  expect(await read(ledger)).toEqual({
    gauge_sum: 15,
    gauge_max: 9,
    gauge_min: 2,
    gauge_average: 5,
    gauge_first: 9,
    sum_total: 15,
    max_total: 9,
    min_total: 2,
    average_total: 5,
    first_total: 9,
  });
  ledger.ended(0);
  expect(await read(ledger)).toMatchObject({
    gauge_max: 4,
    sum_total: 15,
    max_total: 9,
    min_total: 2,
    average_total: 3,
  });
});

test('the sum and the count of a summary stay, its quantiles go', async () => {
  const registry = new Registry();
  new Summary({ name: 'size_bytes', help: 'Sizes.', percentiles: [0.5], registers: [registry] }).observe(30);
  const ledger = new MetricsLedger();
  ledger.heard(1, await sent(registry));
  expect(await read(ledger)).toEqual({ 'size_bytes{quantile="0.5"}': 30, size_bytes_sum: 30, size_bytes_count: 1 });
  ledger.ended(1);
  expect(await read(ledger)).toEqual({ size_bytes_sum: 30, size_bytes_count: 1 });
});

test('a value that got lost between processes and an aggregator that nobody knows spoil nothing', async () => {
  const registry = new Registry();
  new Gauge({ name: 'ratio', help: 'A ratio.', registers: [registry] }).set(Number.NaN);
  const odd = new Counter({ name: 'odd_total', help: 'Odd.', registers: [registry] });
  odd.inc(3);
  (odd as unknown as { aggregator: string }).aggregator = 'median';
  const ledger = new MetricsLedger();
  ledger.heard(1, await sent(registry));
  expect(await read(ledger)).toEqual({ odd_total: 3 });
});
