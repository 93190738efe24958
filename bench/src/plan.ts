// Which measurement runs when. All drivers take their turn at one measurement before the next begins, and every
// round starts with another driver: a slow minute of the machine then hits all of them, not one.
import { type DriverName, MEASUREMENTS, type Measurement, type Persistence, WORKLOADS } from './workloads.js';

export interface Step {
  readonly round: number;
  readonly measurement: Measurement;
  readonly driver: DriverName;
}

export interface PlanOptions {
  readonly workloads: ReadonlySet<string>;
  readonly drivers: readonly DriverName[];
  readonly rounds: number;
  readonly quick: boolean;
}

export function buildPlan({ workloads, drivers, rounds, quick }: PlanOptions): Step[] {
  const steps: Step[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const measurement of MEASUREMENTS) {
      const most = (quick ? measurement.quickRounds : undefined) ?? measurement.roundsAtMost ?? rounds;
      if (round > most || !measurement.yields.some((name) => workloads.has(name))) continue;
      for (let turn = 0; turn < drivers.length; turn++) {
        steps.push({ round, measurement, driver: drivers[(turn + round - 1) % drivers.length] as DriverName });
      }
    }
  }
  return steps;
}

/**
 * The workloads that `--only` names: a comma-separated list whose parts are each a workload's name or, if they are
 * none, a regular expression. Without a filter: all that the mode measures.
 */
export function selectWorkloads(
  only: string | undefined,
  mode: { quick: boolean; persistence: Persistence },
): Set<string> {
  if (only === undefined) return usualWorkloads(mode);
  const selected = new Set<string>();
  for (const part of only
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean)) {
    const matches = matching(part);
    if (matches.length === 0) throw new Error(`--only: no workload matches "${part}" (${WORKLOADS.join(', ')})`);
    for (const name of matches) selected.add(name);
  }
  if (selected.size === 0) throw new Error('--only: names no workload');
  return selected;
}

function matching(part: string): readonly string[] {
  if (WORKLOADS.includes(part)) return [part];
  let pattern: RegExp;
  try {
    pattern = new RegExp(part);
  } catch {
    throw new Error(`--only: "${part}" is neither a workload nor a regular expression`);
  }
  return WORKLOADS.filter((name) => pattern.test(name));
}

function usualWorkloads({ quick, persistence }: { quick: boolean; persistence: Persistence }): Set<string> {
  const usual = MEASUREMENTS.filter(({ skippedBy = [] }) => {
    return !(quick && skippedBy.includes('quick')) && !(persistence === 'everysec' && skippedBy.includes('everysec'));
  });
  return new Set(usual.flatMap((measurement) => measurement.yields));
}
