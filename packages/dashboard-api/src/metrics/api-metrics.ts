// What the API counts of itself.
import { Gauge, Histogram, Registry } from 'prom-client';
import { VERSION } from '../version.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export interface AnsweredRequest {
  /** The pattern of the route, never the path: a path carries ids. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly ms: number;
}

export class ApiMetrics {
  readonly registry = new Registry();
  readonly #requests: Histogram;

  /** @param watchers how many watch now */
  constructor(watchers: () => number) {
    const registers = [this.registry];
    const build = new Gauge({
      name: 'longshore_build_info',
      help: 'Always 1; the labels tell which version this is.',
      labelNames: ['version', 'node'],
      registers,
    });
    build.labels(VERSION, process.version).set(1);
    this.#requests = new Histogram({
      name: 'longshore_api_request_duration_seconds',
      help: 'How long requests to the status API took. Long polls wait up to 25 s; event streams are not in it.',
      labelNames: ['route', 'method', 'status'],
      buckets: SECONDS,
      registers,
    });
    new Gauge({
      name: 'longshore_api_watchers',
      help: 'Who follows something over HTTP now: event streams, and polls that wait.',
      registers,
      collect() {
        this.set(watchers());
      },
    });
  }

  answered({ route, method, status, ms }: AnsweredRequest): void {
    this.#requests.labels(route, method, `${Math.floor(status / 100)}xx`).observe(ms / 1000);
  }
}
