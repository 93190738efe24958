// One contestant with its server, its jobs and its API, and what is measured of them.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as rest } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type EmbeddedRedis, startRedis } from '@longshore/embedded-redis';
import { cpuSecondsOf, memoryOf } from '../processes/process-figures.js';
import type { Asked } from './ask-at-rate.js';
import type { Contestant, ContestantName } from './contestant.js';
import { openContestant } from './open-contestant.js';
import type { Paths } from './requests.js';
import type { Answer, Role } from './role-program.js';

const PROGRAM = fileURLToPath(new URL('./role-program.js', import.meta.url));
const BATCH = 2000;
/** Of all jobs, one in ten is delayed by an hour twice over, and as many have ended, half of them badly. */
const DELAYED = 0.2;
const ENDED = 0.1;
const FAST = 100;
/** With 100 ms a job: 300 jobs a second. */
const CONCURRENCY = 30;
const JOB_MS = 100;

/** What a stretch of time took. */
export interface Stretch {
  readonly seconds: number;
  readonly redisCpu: number;
  readonly apiCpu: number;
  readonly jobs: number;
}

interface Child {
  readonly process: ChildProcess;
  readonly answer: Answer;
}

export class Scene {
  private constructor(
    readonly name: ContestantName,
    readonly server: EmbeddedRedis,
    readonly contestant: Contestant,
    readonly api: Child,
    readonly paths: Paths,
  ) {}

  /** Fills a server of its own and serves the API on it. */
  static async open(name: ContestantName, jobs: number): Promise<Scene> {
    const server = await startRedis({ persistence: 'none' });
    const contestant = await openContestant(name, server.url);
    await fill(contestant, jobs);
    const api = await play({ role: 'serve', contestant: name, url: server.url });
    return new Scene(name, server, contestant, api, await contestant.paths());
  }

  /** Lets a worker run jobs, at the same rate all the time. */
  async whileWorking<T>(act: () => Promise<T>): Promise<T> {
    const role = { role: 'work', concurrency: CONCURRENCY, jobMs: JOB_MS } as const;
    const worker = await play({ ...role, contestant: this.name, url: this.server.url });
    try {
      return await act();
    } finally {
      await end(worker);
    }
  }

  async ask(perSecond: number, seconds: number): Promise<Asked> {
    const asking = await play({ role: 'ask', base: this.api.answer as string, paths: this.paths, perSecond, seconds });
    await end(asking);
    return asking.answer as Asked;
  }

  /** What `act` costs, from its begin to its end. */
  async during<T>(act: () => Promise<T>): Promise<{ outcome: T; stretch: Stretch }> {
    const before = await this.#seen();
    const outcome = await act();
    const after = await this.#seen();
    const stretch = {
      seconds: (after.at - before.at) / 1000,
      redisCpu: after.redisCpu - before.redisCpu,
      apiCpu: after.apiCpu - before.apiCpu,
      jobs: after.jobs - before.jobs,
    };
    return { outcome, stretch };
  }

  /** Of the API's process. */
  get residentBytes(): number {
    return memoryOf(this.api.process.pid ?? 0).resident;
  }

  async close(): Promise<void> {
    await end(this.api);
    await this.contestant.close();
    await this.server.stop();
  }

  async #seen() {
    const jobs = await this.contestant.ended();
    const redisCpu = cpuSecondsOf(this.server.pid ?? 0);
    return { jobs, redisCpu, apiCpu: cpuSecondsOf(this.api.process.pid ?? 0), at: performance.now() };
  }
}

async function fill(contestant: Contestant, jobs: number): Promise<void> {
  const ended = Math.round(jobs * ENDED);
  await addAll(contestant, 0, ended, false);
  const stop = await contestant.work(async ({ data: { fails } }) => {
    if (fails) throw new Error('one of two fails');
    return { ok: 1 };
  }, FAST);
  while ((await contestant.ended()) < ended) await rest(200);
  await stop();
  const delayed = Math.round(jobs * DELAYED);
  await addAll(contestant, ended, ended + delayed, true);
  await addAll(contestant, ended + delayed, jobs, false);
}

async function addAll(contestant: Contestant, from: number, to: number, isDelayed: boolean): Promise<void> {
  for (let at = from; at < to; at += BATCH) await contestant.add(at, Math.min(at + BATCH, to), isDelayed);
}

/** @throws {Error} when it ends before it answers; why is on standard error */
async function play(role: Role): Promise<Child> {
  const child = fork(PROGRAM, [JSON.stringify(role)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const over = new AbortController();
  const ended = once(child, 'exit', over).then(([code]) => {
    throw new Error(`the process that was to ${role.role} ended with ${code} and no answer`);
  });
  try {
    const [answer] = await Promise.race([once(child, 'message', over), ended]);
    return { process: child, answer: answer as Answer };
  } finally {
    over.abort();
    ended.catch(() => undefined);
  }
}

async function end({ process: child }: Child): Promise<void> {
  if (child.exitCode !== null) return;
  child.disconnect();
  await once(child, 'exit');
}
