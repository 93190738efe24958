// The gauges that are read from Redis when Prometheus asks. Those who ask at the same time, or within a second, get the same
// figures. Each reading has a registry of its own, so that nothing of an earlier one can be in it: of a queue that is gone, or
// of a Redis that does not answer any more.
import { Gauge, Registry } from 'prom-client';
import type { Context } from '../context.js';
import { type QueueFigures, type RedisFigures, readFigures } from './queue-figures.js';

const FRESH_MS = 1000;

export class RedisGauges {
  readonly #context: Context;
  #last: Registry | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<Registry> | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Never rejects: that Redis does not answer is a figure too. */
  async read(): Promise<Registry> {
    if (this.#last && performance.now() - this.#readAt < FRESH_MS) return this.#last;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return await this.#reading;
  }

  async #read(): Promise<Registry> {
    const registry = new Registry();
    const { circuit, log, settings } = this.#context;
    let figures: RedisFigures | undefined;
    try {
      circuit.check();
      figures = await within(settings.deadlineMs, readFigures(this.#context));
    } catch (err) {
      circuit.note(err);
      log.debug({ err }, 'no figures of Redis');
    }
    setGauge(registry, 'longshore_redis_up', 'Whether Redis answered when these figures were read.', (gauge) =>
      gauge.set(figures ? 1 : 0),
    );
    if (figures) addFigures(registry, figures);
    this.#last = registry;
    this.#readAt = performance.now();
    return registry;
  }
}

/** Prometheus waits ten seconds: what is to be told has to be told before. */
async function within<T>(ms: number, asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis has not told within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

function setGauge(registry: Registry, name: string, help: string, set: (gauge: Gauge) => void): void {
  set(new Gauge({ name, help, registers: [registry] }));
}

interface OfQueue {
  readonly name: string;
  readonly help: string;
  readonly read: (figures: QueueFigures) => number;
}

const OF_QUEUES: readonly OfQueue[] = [
  {
    name: 'longshore_queue_oldest_waiting_seconds',
    help: 'Since when the job has been there that waits longest of those that come next, delays included; 0 when none waits.',
    read: ({ overview }) => overview.oldestWaitingMs / 1000,
  },
  {
    name: 'longshore_queue_paused',
    help: 'Whether the queue is paused.',
    read: ({ overview }) => (overview.paused ? 1 : 0),
  },
  {
    name: 'longshore_schedule_overdue_seconds',
    help: 'How late the latest schedule of the queue is; above a few seconds no worker ticks.',
    read: ({ overdueMs }) => overdueMs / 1000,
  },
];

interface OfServer {
  readonly name: string;
  readonly help: string;
  readonly field: string;
}

const OF_SERVER: readonly OfServer[] = [
  { name: 'longshore_redis_memory_used_bytes', help: 'What Redis has allocated.', field: 'used_memory' },
  {
    name: 'longshore_redis_memory_limit_bytes',
    help: 'maxmemory: with so much Redis takes no new jobs; 0 without a limit.',
    field: 'maxmemory',
  },
  { name: 'longshore_redis_clients', help: 'Connections to Redis, of whomever.', field: 'connected_clients' },
  {
    name: 'longshore_redis_commands_per_second',
    help: 'How many commands Redis runs in a second, of whomever.',
    field: 'instantaneous_ops_per_sec',
  },
];

function addFigures(registry: Registry, { queues, info }: RedisFigures): void {
  const states = (name: string, help: string, read: (figures: QueueFigures) => Readonly<Record<string, number>>) => {
    const gauge = new Gauge({ name, help, labelNames: ['queue', 'state'], registers: [registry] });
    for (const figures of queues)
      for (const [state, value] of Object.entries(read(figures))) gauge.labels(figures.overview.name, state).set(value);
  };
  states('longshore_jobs', 'Jobs of a queue in each state.', ({ overview }) => ({ ...overview.counts }));
  states('longshore_workers', 'Workers of a queue in each state.', ({ overview }) => overview.workerStates);
  for (const { name, help, read } of OF_QUEUES) {
    const gauge = new Gauge({ name, help, labelNames: ['queue'], registers: [registry] });
    for (const figures of queues) gauge.labels(figures.overview.name).set(read(figures));
  }
  for (const { name, help, field } of OF_SERVER) {
    const value = Number(info.get(field) ?? Number.NaN);
    if (!Number.isNaN(value)) setGauge(registry, name, help, (gauge) => gauge.set(value));
  }
}
