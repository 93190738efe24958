// Prometheus metrics of a process, named as docs/guide.md lists them. No label ever carries an id. The children of a
// metric are looked up once per queue and job name: that lookup would cost more than the counting.
import {
  Counter,
  type CounterConfiguration,
  Gauge,
  Histogram,
  type HistogramConfiguration,
  type Registry,
  register,
} from 'prom-client';

const SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600];

let busy = 0;
let leaked = 0;

/** Counts handlers that start (+1) and end (−1); read when Prometheus asks. */
export function countBusy(change: number): void {
  busy += change;
}

/** Counts handlers that were given up (+1) and have ended after all (−1); they are among the busy ones. */
export function countLeaked(change: number): void {
  leaked += change;
}

type Outcome = 'completed' | 'failed' | 'cancelled';

/** The counters of one job name. */
export interface JobMeters {
  finished(outcome: Outcome): void;
  retried(): void;
  waited(ms: number): void;
  ran(ms: number): void;
}

/** What a worker counts. */
export class WorkerMetrics {
  readonly #finished: Counter;
  readonly #retries: Counter;
  readonly #recovered: Counter;
  readonly #stale: Counter;
  readonly #wait: Histogram;
  readonly #duration: Histogram;

  constructor(registry: Registry = register) {
    const jobs = ['queue', 'name'];
    this.#finished = counter(registry, 'longshore_jobs_finished_total', 'Jobs that ended in this process.', [
      ...jobs,
      'outcome',
    ]);
    this.#retries = counter(
      registry,
      'longshore_job_retries_total',
      'Failed attempts that are followed by another.',
      jobs,
    );
    this.#recovered = counter(
      registry,
      'longshore_jobs_recovered_total',
      'Jobs of dead workers that this process put back.',
      ['queue'],
    );
    this.#stale = counter(
      registry,
      'longshore_stale_reports_total',
      'Reports that came too late: the claim was gone.',
      ['queue'],
    );
    this.#wait = histogram(registry, 'longshore_job_wait_seconds', 'From the time a job was added to its claim.', jobs);
    this.#duration = histogram(registry, 'longshore_job_duration_seconds', 'The run time of handlers.', jobs);
    gauge(registry, 'longshore_worker_busy_slots', 'Handlers that run in this process.', () => busy);
    gauge(
      registry,
      'longshore_worker_leaked_slots',
      'Handlers that go on after their timeout and grace in this process.',
      () => leaked,
    );
  }

  /** The children for one job name; keep what this returns. */
  job(queue: string, name: string): JobMeters {
    const outcomes: Record<Outcome, Counter.Internal> = {
      completed: this.#finished.labels(queue, name, 'completed'),
      failed: this.#finished.labels(queue, name, 'failed'),
      cancelled: this.#finished.labels(queue, name, 'cancelled'),
    };
    const retries = this.#retries.labels(queue, name);
    const wait = this.#wait.labels(queue, name);
    const duration = this.#duration.labels(queue, name);
    return {
      finished: (outcome) => outcomes[outcome].inc(),
      retried: () => retries.inc(),
      waited: (ms) => wait.observe(ms / 1000),
      ran: (ms) => duration.observe(ms / 1000),
    };
  }

  recovered(queue: string, count: number): void {
    this.#recovered.labels(queue).inc(count);
  }

  stale(queue: string): void {
    this.#stale.labels(queue).inc();
  }
}

/** What a producer counts. */
export class ProducerMetrics {
  readonly #added: Counter;
  readonly #children = new Map<string, Counter.Internal>();

  constructor(
    readonly queue: string,
    registry: Registry = register,
  ) {
    this.#added = counter(registry, 'longshore_jobs_added_total', 'Jobs that this process added.', ['queue', 'name']);
  }

  added(name: string): void {
    let child = this.#children.get(name);
    if (!child) {
      child = this.#added.labels(this.queue, name);
      this.#children.set(name, child);
    }
    child.inc();
  }
}

// Several workers and queues of a process share one registry: the first makes a metric, the others find it there.
function existing<T>(registry: Registry, name: string): T | undefined {
  return registry.getSingleMetric(name) as T | undefined;
}

function counter(registry: Registry, name: string, help: string, labelNames: string[]): Counter {
  const settings: CounterConfiguration<string> = { name, help, labelNames, registers: [registry] };
  return existing<Counter>(registry, name) ?? new Counter(settings);
}

function histogram(registry: Registry, name: string, help: string, labelNames: string[]): Histogram {
  const settings: HistogramConfiguration<string> = { name, help, labelNames, buckets: SECONDS, registers: [registry] };
  return existing<Histogram>(registry, name) ?? new Histogram(settings);
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  if (existing(registry, name)) return;
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
