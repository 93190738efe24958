// `node bench/dist/api.js`: the status API with a million jobs in Redis, beside bull-board on BullMQ. Workers run jobs at a
// constant rate, and somebody asks at one: how long answers take, and what they cost the API's process and Redis.
import { loadavg } from 'node:os';
import { setTimeout as rest } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Asked } from './api/ask-at-rate.js';
import { CONTESTANTS, type ContestantName } from './api/contestant.js';
import { figureOf, LINES, type Round } from './api/figures.js';
import { Scene } from './api/scene.js';
import { describeEnvironment } from './environment.js';
import { describeRun } from './report/document.js';
import { markdownTable } from './report/table.js';
import { percentile } from './statistics.js';

const USAGE = `Usage: node bench/dist/api.js [options]

  --quick       100,000 jobs, two short rounds
  --rate N      requests a second (default 200)
  --markdown    print the section for docs/benchmarks.md
  --help        this text`;

const FULL = { jobs: 1_000_000, rounds: 3, seconds: 30, warmUpSeconds: 10 };
const QUICK = { jobs: 100_000, rounds: 2, seconds: 10, warmUpSeconds: 5 };
/** Before a stretch is measured, its workers have found their pace. */
const PACE_MS = 3000;

type Plan = typeof FULL;
type Rounds = Readonly<Record<ContestantName, Round[]>>;

interface Options {
  readonly help: boolean;
  readonly plan: Plan;
  readonly isQuick: boolean;
  readonly perSecond: number;
  readonly markdown: boolean;
}

function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        quick: { type: 'boolean' },
        rate: { type: 'string' },
        markdown: { type: 'boolean' },
      },
    });
    const { help = false, quick = false, rate = '200', markdown = false } = values;
    if (!/^[1-9]\d{0,4}$/.test(rate)) return `--rate: a whole number up to 99999, not "${rate}"`;
    return { help, plan: quick ? QUICK : FULL, isQuick: quick, perSecond: Number(rate), markdown };
  } catch (error) {
    return (error as Error).message;
  }
}

async function measureRound(scene: Scene, { seconds }: Plan, perSecond: number): Promise<Round> {
  return await scene.whileWorking(async () => {
    await rest(PACE_MS);
    const { stretch: quiet } = await scene.during(() => rest(seconds * 1000));
    const { stretch: busy, outcome: asked } = await scene.during(() => scene.ask(perSecond, seconds));
    return { asked, quiet, busy, residentBytes: scene.residentBytes };
  });
}

/** Rounds in turn, each beginning with another contestant, so that a slow minute of the machine meets both. */
async function measure(scenes: readonly Scene[], plan: Plan, perSecond: number): Promise<Rounds> {
  const rounds: Rounds = { longshore: [], 'bull-board': [] };
  for (const scene of scenes) await scene.whileWorking(() => scene.ask(perSecond, plan.warmUpSeconds));
  for (let i = 0; i < plan.rounds; i++) {
    for (const scene of i % 2 === 0 ? scenes : scenes.toReversed()) {
      const round = await measureRound(scene, plan, perSecond);
      rounds[scene.name].push(round);
      const load = loadavg()[0]?.toFixed(2);
      console.error(`round ${i + 1}, ${scene.name}: ${describeAsked(round.asked)}; load of the machine ${load}`);
    }
  }
  return rounds;
}

function describeAsked({ latencies, lateness, failures }: Asked): string {
  const all = Object.values(latencies).flat();
  const failed = Object.entries(failures).map(([reason, count]) => `, ${count} × ${reason}`);
  return `p99 ${percentile(all, 0.99).toFixed(1)} ms of ${all.length}, sent late by ${percentile(lateness, 0.99).toFixed(1)} ms at p99${failed.join('')}`;
}

function tableOf(rounds: Rounds, perSecond: number): string {
  const lines = LINES.map((line) => {
    const [ours = Number.NaN, theirs = Number.NaN] = CONTESTANTS.map((name) => figureOf(line, rounds[name], perSecond));
    return [line.title, line.unit, shown(ours), shown(theirs), `${(ours / theirs).toFixed(2)}×`];
  });
  return markdownTable(['', 'unit', ...CONTESTANTS, 'L/B'], lines, 2);
}

const shown = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2));

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string' || options.help) {
    console.error(typeof options === 'string' ? `${options}\n\n${USAGE}` : USAGE);
    return typeof options === 'string' ? 2 : 0;
  }
  const { plan, perSecond, isQuick, markdown } = options;
  const scenes: Scene[] = [];
  try {
    for (const name of CONTESTANTS) {
      const begun = performance.now();
      scenes.push(await Scene.open(name, plan.jobs));
      console.error(`${name}: ${plan.jobs} jobs are there after ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    }
    const table = tableOf(await measure(scenes, plan, perSecond), perSecond);
    const command = `node bench/dist/api.js${isQuick ? ' --quick' : ''}${perSecond === 200 ? '' : ` --rate ${perSecond}`}`;
    if (markdown) console.log(`${describeRun(await describeEnvironment(), command, plan.rounds)}\n`);
    console.log(table);
    return 0;
  } finally {
    for (const scene of scenes) await scene.close();
  }
}

process.exitCode = await main(process.argv.slice(2));
