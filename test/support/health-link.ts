import type { CliProcess } from './cli-process.js';
import { until } from './processes.js';
import { readSamples, type Samples } from './samples.js';

interface ShownProcess {
  readonly number: number;
  readonly pid: number;
  readonly state: string;
  readonly running: number;
}

export interface Readiness {
  readonly code: number;
  readonly status: string;
  readonly reasons: readonly string[];
  readonly processes: readonly ShownProcess[];
}

/** The health port of a `longshore work` that was launched with `--health-port 0`. */
export class HealthLink {
  private constructor(readonly base: string) {}

  static async to(work: CliProcess): Promise<HealthLink> {
    const [, base] = await work.said(/health checks and metrics on (http:\/\/[^"\s]+)/);
    return new HealthLink(base as string);
  }

  async code(path: string): Promise<number> {
    const answer = await fetch(this.base + path);
    await answer.arrayBuffer();
    return answer.status;
  }

  async readiness(): Promise<Readiness> {
    const answer = await fetch(`${this.base}/readyz`);
    return { code: answer.status, ...((await answer.json()) as Omit<Readiness, 'code'>) };
  }

  /** Resolves with what /readyz says once it fits. */
  async until(fits: (readiness: Readiness) => boolean, withinMs = 40_000): Promise<Readiness> {
    let last = await this.readiness();
    const isThere = async () => {
      last = await this.readiness();
      return fits(last);
    };
    await until(isThere, withinMs).catch(() => {
      throw new Error(`not within ${withinMs} ms: ${fits}; the last: ${JSON.stringify(last)}`);
    });
    return last;
  }

  async metrics(): Promise<string> {
    const answer = await fetch(`${this.base}/metrics`);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`/metrics answers ${answer.status}: ${text}`);
    return text;
  }

  async samples(): Promise<Samples> {
    return readSamples(await this.metrics());
  }
}

/** What may never fall: counters, and all of a histogram. */
export const cumulative = (samples: Samples): [string, number][] =>
  [...samples].filter(([name]) => /^\w+(_total|_bucket|_count|_sum)(\{|$)/.test(name));
