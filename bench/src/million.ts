// `node bench/dist/million.js`: fills a queue with a million jobs, does everything with it that can be done, and tells how
// long each script kept Redis busy. Redis does one thing at a time: what takes long there holds everybody up.
import { setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { startRedis } from '@longshore/embedded-redis';
import { Redis } from 'ioredis';
import { describeEnvironment } from './environment.js';
import { LIMIT_MS, type ScriptFigures, ScriptTimes } from './million/script-times.js';
import { openStage, STEPS } from './million/steps.js';
import { describeRun } from './report/document.js';
import { markdownTable } from './report/table.js';

const USAGE = `Usage: node bench/dist/million.js [options]

  --jobs N      how many jobs, a multiple of 1,000 (default 1,000,000)
  --markdown    print the section for docs/benchmarks.md
  --help        this text`;

interface Options {
  readonly help: boolean;
  readonly jobs: number;
  readonly markdown: boolean;
}

function readOptions(argv: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { help: { type: 'boolean' }, jobs: { type: 'string' }, markdown: { type: 'boolean' } },
    });
    const jobs = values.jobs ?? '1000000';
    if (!/^[1-9]\d{0,4}000$/.test(jobs)) return `--jobs: a multiple of 1000 up to 99999000, not "${jobs}"`;
    return { help: values.help === true, jobs: Number(jobs), markdown: values.markdown === true };
  } catch (error) {
    return (error as Error).message;
  }
}

async function measure(jobs: number): Promise<ScriptFigures[]> {
  await using server = await startRedis({
    persistence: 'none',
    settings: { 'slowlog-log-slower-than': '0', 'slowlog-max-len': '1000000' },
  });
  raise(server.pid);
  const redis = new Redis(server.url);
  const times = new ScriptTimes(redis);
  const stage = openStage(server.url, jobs);
  try {
    for (const [name, run] of STEPS) {
      const begun = performance.now();
      await times.during(name, () => run(stage));
      console.error(`${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    }
  } finally {
    await stage.queue.close();
    redis.disconnect();
  }
  return times.figures();
}

/** The slow log counts time on the wall: where the rights are there, Redis goes before whatever else the machine does. */
function raise(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, -15);
  } catch {
    // As any other process, then.
  }
}

const ms = (value: number) => value.toFixed(2);

function tableOf(figures: readonly ScriptFigures[]): string {
  const head = ['script', 'step', 'calls', 'median ms', 'p99 ms', 'max ms', `over ${LIMIT_MS} ms`];
  const lines = figures.map(({ script, calls, median, p99, most, over }) => {
    const [name = '', step = ''] = script.split(' | ');
    return [name, step, String(calls), ms(median), ms(p99), ms(most), over === 0 ? '' : String(over)];
  });
  return markdownTable(head, lines, 2);
}

async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === 'string' || options.help) {
    console.error(typeof options === 'string' ? `${options}\n\n${USAGE}` : USAGE);
    return typeof options === 'string' ? 2 : 0;
  }
  const table = tableOf(await measure(options.jobs));
  if (!options.markdown) console.log(table);
  else {
    const command = `node bench/dist/million.js --jobs ${options.jobs}`;
    console.log(`${describeRun(await describeEnvironment(), command, 1)}\n\n${table}`);
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
