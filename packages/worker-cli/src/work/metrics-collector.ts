// Asks processes for their figures of this moment, and makes do with what they said last where they do not answer.
import type { ManagedProcess } from './managed-process.js';
import type { FromProcess, MetricSnapshot } from './messages.js';
import { MetricsLedger } from './metrics-ledger.js';

type Told = Extract<FromProcess, { say: 'metrics' }>;

export class MetricsCollector {
  readonly #ledger = new MetricsLedger();
  readonly #waiting = new Map<string, () => void>();
  #requests = 0;

  /** A process has told its figures. */
  heard(number: number, { request, metrics }: Told): void {
    this.#ledger.heard(number, metrics);
    if (request !== undefined) this.#waiting.get(`${number} ${request}`)?.();
  }

  /** A process is gone: what it counted stays counted. */
  ended(number: number): void {
    this.#ledger.ended(number);
    for (const [asked, answer] of this.#waiting) if (asked.startsWith(`${number} `)) answer();
  }

  async collect(processes: readonly ManagedProcess[], withinMs: number) {
    const request = ++this.#requests;
    await Promise.all(processes.map((process) => this.#ask(process, request, withinMs)));
    return this.#ledger.all() as readonly (readonly MetricSnapshot[])[];
  }

  #ask(process: ManagedProcess, request: number, withinMs: number): Promise<void> {
    const key = `${process.number} ${request}`;
    return new Promise((resolve) => {
      const answer = () => {
        clearTimeout(timer);
        this.#waiting.delete(key);
        resolve();
      };
      const timer = setTimeout(answer, withinMs);
      this.#waiting.set(key, answer);
      process.askMetrics(request);
    });
  }
}
