// Collects what the rounds said and reduces it to one row per workload and contestant.
import type { Reading } from './measure/reading.js';
import { median, medianOfMeasured } from './statistics.js';
import { DRIVERS, type DriverName, type Persistence, type Unit, unitOf, WORKLOADS } from './workloads.js';

export interface Row {
  readonly workload: string;
  readonly driver: DriverName;
  readonly median: number;
  readonly unit: Unit;
  readonly redisMicros: number | null;
  readonly nodeMicros: number | null;
  readonly persistence: Persistence;
  /** What each round said. */
  readonly rounds: readonly number[];
}

export class Results {
  readonly #readings = new Map<string, Reading[]>();

  constructor(
    private readonly workloads: ReadonlySet<string>,
    private readonly persistence: Persistence,
  ) {}

  /** Takes what was asked for; a measurement may have yielded more. */
  add(driver: DriverName, readings: readonly Reading[]): void {
    for (const reading of readings) {
      if (!this.workloads.has(reading.workload)) continue;
      const place = `${reading.workload} ${driver}`;
      this.#readings.set(place, [...(this.#readings.get(place) ?? []), reading]);
    }
  }

  rows(): Row[] {
    const rows: Row[] = [];
    for (const workload of WORKLOADS) {
      for (const driver of DRIVERS) {
        const readings = this.#readings.get(`${workload} ${driver}`);
        if (readings !== undefined) rows.push(this.#row(workload, driver, readings));
      }
    }
    return rows;
  }

  #row(workload: string, driver: DriverName, readings: readonly Reading[]): Row {
    const rounds = readings.map((reading) => rounded(reading.value));
    const micros = (of: 'redisMicros' | 'nodeMicros') => medianOfMeasured(readings.map((reading) => reading[of]));
    return {
      workload,
      driver,
      median: rounded(median(readings.map((reading) => reading.value))),
      unit: unitOf(workload),
      redisMicros: tenths(micros('redisMicros')),
      nodeMicros: tenths(micros('nodeMicros')),
      persistence: this.persistence,
      rounds,
    };
  }
}

export function find(rows: readonly Row[], workload: string, driver: DriverName): Row | undefined {
  return rows.find((row) => row.workload === workload && row.driver === driver);
}

// More digits than the noise leaves would only look exact.
function rounded(value: number): number {
  return Number(value.toPrecision(value >= 100 ? Math.max(4, Math.floor(Math.log10(value)) + 1) : 3));
}

function tenths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}
