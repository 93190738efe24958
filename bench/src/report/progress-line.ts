// One line per step: overwritten on a terminal while it runs, plain in a log.
import type { Reading } from '../measure/reading.js';
import type { Step } from '../plan.js';
import { unitOf } from '../workloads.js';
import { figure } from './figures.js';

export class ProgressLine {
  #done = 0;

  constructor(
    private readonly total: number,
    private readonly out: NodeJS.WriteStream = process.stdout,
  ) {}

  begin(step: Step): void {
    if (this.out.isTTY) this.out.write(`${this.#label(step)} …`);
  }

  end(step: Step, readings: readonly Reading[]): void {
    const figures = readings.map(({ workload, value }) => `${figure(value, unitOf(workload))} ${unitOf(workload)}`);
    this.#finish(step, figures.join('  '));
  }

  fail(step: Step): void {
    this.#finish(step, 'failed');
  }

  #finish(step: Step, text: string): void {
    const line = `${this.#label(step)} ${text}\n`;
    this.#done++;
    this.out.write(this.out.isTTY ? `\r\x1b[K${line}` : line);
  }

  #label({ round, measurement, driver }: Step): string {
    const count = `${this.#done + 1}`.padStart(`${this.total}`.length);
    return `[${count}/${this.total}] round ${round}  ${measurement.name.padEnd(22)}  ${driver.padEnd(9)}`;
  }
}
