// The command line of the benchmark. Whatever is wrong with it is a UsageError, which ends the process with 2.
import { parseArgs } from 'node:util';
import { selectWorkloads } from './plan.js';
import { DRIVERS, type DriverName, type Persistence } from './workloads.js';

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Arguments {
  readonly help: boolean;
  readonly quick: boolean;
  readonly write: boolean;
  readonly workloads: ReadonlySet<string>;
  readonly drivers: readonly DriverName[];
  readonly rounds: number;
  readonly persistence: Persistence;
  readonly json: string | undefined;
  readonly docs: string | undefined;
  /** What to type to repeat the run, without the paths it wrote to. */
  readonly command: string;
}

export const USAGE = `Usage: npm run bench -- [options]

  --quick               shorter windows, 2 rounds, no backlog of a million: some five minutes
  --only LIST           comma-separated workload names or regular expressions
  --drivers LIST        of ${DRIVERS.join(', ')}
  --rounds N            rounds, of which the medians are reported (default 5)
  --persistence MODE    none (default) or everysec: an append-only file, synced each second
  --json FILE           write [{ workload, driver, median, unit, redisMicros, nodeMicros, … }]
  --write               rewrite the generated part of docs/benchmarks.md and the plots in docs/images
  --docs DIRECTORY      write there instead of docs
  --help                this text`;

const OPTIONS = {
  help: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  only: { type: 'string' },
  drivers: { type: 'string' },
  rounds: { type: 'string' },
  persistence: { type: 'string' },
  json: { type: 'string' },
  docs: { type: 'string' },
} as const;

export function parseArguments(argv: readonly string[]): Arguments {
  const values = readFlags(argv);
  const persistence = parsePersistence(values.persistence);
  let workloads: Set<string>;
  try {
    workloads = selectWorkloads(values.only, { quick: values.quick, persistence });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  return {
    help: values.help,
    quick: values.quick,
    write: values.write,
    workloads,
    drivers: parseDrivers(values.drivers),
    rounds: parseRounds(values.rounds, values.quick ? 2 : 5),
    persistence,
    json: values.json,
    docs: values.docs,
    command: repeatable(values),
  };
}

function readFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function parsePersistence(text = 'none'): Persistence {
  if (text !== 'none' && text !== 'everysec') throw new UsageError(`--persistence: none or everysec, not "${text}"`);
  return text;
}

function parseRounds(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new UsageError(`--rounds: a whole number from 1 to 999, not "${text}"`);
  return Number(text);
}

function parseDrivers(text: string | undefined): DriverName[] {
  if (text === undefined) return [...DRIVERS];
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const unknown = names.find((name) => !(DRIVERS as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new UsageError(`--drivers: no driver is called "${unknown}" (${DRIVERS.join(', ')})`);
  if (names.length === 0) throw new UsageError('--drivers: names no driver');
  return DRIVERS.filter((name) => names.includes(name));
}

function repeatable(values: ReturnType<typeof readFlags>): string {
  const parts = ['npm run bench --'];
  if (values.quick) parts.push('--quick');
  for (const flag of ['only', 'drivers', 'rounds', 'persistence'] as const) {
    const value = values[flag];
    if (value !== undefined) parts.push(`--${flag} ${/^[\w,.-]+$/.test(value) ? value : `'${value}'`}`);
  }
  if (values.write) parts.push('--write');
  return parts.join(' ').replace(/ --$/, '');
}
