import { type AbortReason, type IsolatedOptions, isolated, type JobHandle } from '@longshore/core';
import { isAlive, until } from '../support/processes.js';

/** What a job of these tests posts when it has begun. */
export interface Begun {
  readonly pid: number;
  readonly child: number;
}

export const WAIT = { timeout: '30s' } as const;

/** The handler of a module in fixtures; `obey` does what the name of the job says. */
export const handlerOf = (file = 'obey.mjs', options: Partial<IsolatedOptions> = {}) =>
  isolated(new URL(`./fixtures/${file}`, import.meta.url), { timeout: '30s', ...options });

/** Waits until a job has told its process id. */
export async function begun(job: JobHandle<unknown>): Promise<Begun> {
  let found: Begun | undefined;
  await until(async () => {
    found = (await job.progress.read())?.value as Begun | undefined;
    return found !== undefined;
  }, 30_000);
  return found as Begun;
}

/** Waits until none of these processes runs. */
export const gone = (...pids: number[]) => until(() => !pids.some(isAlive), 20_000);

/** A job as a handler gets it, without a queue. */
export function standIn(name: string, data: unknown = null, more: object = {}): never {
  const job = {
    ...{
      id: 'one',
      name,
      queue: 'none',
      data,
      attempt: 1,
      addedAt: 0,
      token: 'w/1',
      signal: new AbortController().signal,
    },
    progress: { post: async () => ({ seq: 1, at: 2 }) },
    ...more,
  };
  return job as never;
}

/** A job that runs without a queue, has begun, and can be told to stop at any moment. */
export async function started(handler: ReturnType<typeof handlerOf>, name: string, data: unknown = {}) {
  const stop = new AbortController();
  const posted: Begun[] = [];
  const progress = {
    post: async (value: Begun) => {
      posted.push(value);
      return { seq: 1, at: 1 };
    },
  };
  const ended = Promise.resolve(handler.run(standIn(name, data, { signal: stop.signal, progress })));
  // Awaited by the test, later.
  ended.catch(() => undefined);
  await until(() => posted.length > 0, 30_000);
  return { ...(posted[0] as Begun), posted, ended, stop: (reason: AbortReason) => stop.abort({ reason }) };
}
