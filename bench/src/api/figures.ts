// From what was seen in the rounds to the figures of the report. Pure.
import { median, percentile } from '../statistics.js';
import type { Asked } from './ask-at-rate.js';
import { KINDS, type Kind } from './requests.js';
import type { Stretch } from './scene.js';

/** What one round saw of one contestant. */
export interface Round {
  readonly asked: Asked;
  /** While nobody asked, and while somebody did; workers ran in both. */
  readonly quiet: Stretch;
  readonly busy: Stretch;
  readonly residentBytes: number;
}

export interface Line {
  readonly title: string;
  readonly unit: string;
  readonly of: (round: Round, perSecond: number) => number;
}

const SHARES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
  ['max', 1],
] as const;

const answersOf = ({ asked }: Round): number => KINDS.reduce((sum, kind) => sum + asked.latencies[kind].length, 0);

/** CPU of Redis for what was asked, seconds: what it took beyond what workers alone take in the same time. */
const redisForApi = ({ quiet, busy }: Round): number => busy.redisCpu - (quiet.redisCpu / quiet.seconds) * busy.seconds;

const microsOfRedis = (round: Round): number => (redisForApi(round) / answersOf(round)) * 1e6;
const microsOfApi = (round: Round): number => (round.busy.apiCpu / answersOf(round)) * 1e6;
const percentOfWorkers = ({ quiet }: Round): number => (quiet.redisCpu / quiet.seconds) * 100;
const percentOfRedis = (round: Round, perSecond: number): number => (microsOfRedis(round) * perSecond) / 1e4;

const latencyLines = (kind: Kind): Line[] =>
  SHARES.map(([name, share]) => ({
    title: `${kind}, ${name}`,
    unit: 'ms',
    of: ({ asked }) => percentile(asked.latencies[kind], share),
  }));

const bytesLine = (kind: Kind): Line => ({
  title: `${kind}, an answer`,
  unit: 'bytes',
  of: ({ asked }) => asked.bytes[kind] / asked.latencies[kind].length,
});

export const LINES: readonly Line[] = [
  ...KINDS.flatMap(latencyLines),
  ...KINDS.map(bytesLine),
  { title: 'API process, CPU per request', unit: 'µs', of: microsOfApi },
  {
    title: 'API process, CPU',
    unit: '% of a core',
    of: (round, perSecond) => (microsOfApi(round) * perSecond) / 1e4,
  },
  { title: 'API process, memory', unit: 'MiB', of: ({ residentBytes }) => residentBytes / 2 ** 20 },
  { title: 'Redis, CPU per request', unit: 'µs', of: microsOfRedis },
  { title: 'Redis, CPU for the API', unit: '% of a core', of: percentOfRedis },
  { title: 'Redis, CPU for the workers', unit: '% of a core', of: percentOfWorkers },
  {
    title: "the API's share of that of Redis",
    unit: '%',
    of: (round, perSecond) => {
      const forApi = percentOfRedis(round, perSecond);
      return (forApi / (forApi + percentOfWorkers(round))) * 100;
    },
  },
  { title: 'jobs run meanwhile', unit: 'jobs/s', of: ({ busy }) => busy.jobs / busy.seconds },
];

/** The median over the rounds. */
export const figureOf = ({ of }: Line, rounds: readonly Round[], perSecond: number): number =>
  median(rounds.map((round) => of(round, perSecond)));
