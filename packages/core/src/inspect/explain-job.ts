// Why does this job not run? Everything that holds it up, in plain words and as codes.
import type { Connection } from '../redis/connection.js';
import type { ListedState } from '../redis/insight.js';
import type { QueueKeys } from '../redis/keys.js';
import { type Standing, viewJob, viewStanding } from '../redis/views.js';
import { type JobInfo, jobInfo } from './job-info.js';
import { hasHandler, type WorkerInfo, workerInfo } from './view-workers.js';

export type ReasonCode =
  | 'missing'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'expired'
  | 'running'
  | 'being-cancelled'
  | 'worker-blocked'
  | 'worker-dead'
  | 'delayed'
  | 'waits-to-retry'
  | 'paused'
  | 'rate-limit'
  | 'concurrency-limit'
  | 'no-workers'
  | 'no-handler'
  | 'workers-blocked'
  | 'workers-quiet'
  | 'workers-busy'
  | 'runs-alone'
  | 'waits-behind'
  | 'next';

/** One thing that explains where a job is. */
export interface Reason {
  readonly code: ReasonCode;
  /** For people; it may change. */
  readonly message: string;
  /** When this is over, Redis ms, where that is known. */
  readonly until?: number;
  /** Since when, Redis ms. */
  readonly since?: number;
  /** How many go before it, about: entries of removed jobs count in. */
  readonly ahead?: number;
  readonly worker?: string;
}

export interface Explanation {
  readonly state: ListedState | 'missing';
  /** What holds it up, or what became of it; the first is what must change first. Never empty. */
  readonly reasons: readonly Reason[];
}

/** @throws {MessageVersionError} when a newer Longshore wrote the job */
export async function explainJob(connection: Connection, keys: QueueKeys, id: string): Promise<Explanation> {
  const view = await viewJob.run(connection, keys, { id });
  if (!view) {
    const message = 'there is no such job: it was removed, never added, or its retention has ended';
    return { state: 'missing', reasons: [{ code: 'missing', message }] };
  }
  const job = await jobInfo(id, view, undefined);
  const standing = await viewStanding.run(connection, keys, { id, state: job.state });
  const workers = standing.workers.map((row) => workerInfo(row, standing.now));
  if (job.endedAt !== undefined) return { state: job.state, reasons: [ended(job)] };
  if (job.state === 'active') return { state: job.state, reasons: running(job, workers) };
  const reasons = [...delays(job), ...gates(standing, workers), ...hands(job, workers)];
  if (job.state === 'suspect')
    reasons.push({
      code: 'runs-alone',
      message: 'workers died over it, so it waits for one that has nothing else in hand, or a process for such jobs',
    });
  if (job.state !== 'delayed' && standing.ahead > 0) reasons.push(behind(standing));
  if (reasons.length === 0) reasons.push({ code: 'next', message: 'nothing holds it up: it is next' });
  return { state: job.state, reasons };
}

function ended({ state, error, reason, endedAt = 0, attempts }: JobInfo): Reason {
  const why = error ? `: ${error.name}: ${error.message}` : reason ? `: ${reason}` : '';
  const tries = state === 'failed' ? ` at attempt ${attempts}` : '';
  return { code: state as 'failed', message: `it has ended as ${state}${tries}${why}`, since: endedAt };
}

function running({ worker = '', takenAt = 0, cancelling }: JobInfo, workers: readonly WorkerInfo[]): Reason[] {
  const its = workers.find(({ id }) => id === worker);
  const at = its ? ` (${its.host}, process ${its.pid})` : '';
  const reasons: Reason[] = [{ code: 'running', message: `worker ${worker}${at} has it`, since: takenAt, worker }];
  if (!its || its.state === 'dead')
    reasons.push({ code: 'worker-dead', message: 'that worker is dead: another will put the job back', worker });
  if (its?.state === 'blocked')
    reasons.push({
      code: 'worker-blocked',
      message: 'a handler keeps the event loop of that worker from turning',
      worker,
    });
  if (cancelling !== undefined)
    reasons.push({ code: 'being-cancelled', message: `its worker was told to stop it: ${cancelling}`, worker });
  return reasons;
}

function delays({ state, dueAt: until, attempts, history }: JobInfo): Reason[] {
  if (state !== 'delayed' || until === undefined) return [];
  const last = history.findLast(({ is }) => is === 'failed');
  const why = last?.is === 'failed' ? `: ${last.error.name}: ${last.error.message}` : '';
  return attempts > 0
    ? [{ code: 'waits-to-retry', message: `attempt ${attempts} failed${why}; it waits for the next`, until }]
    : [{ code: 'delayed', message: 'it is not due yet', until }];
}

function gates({ now, pausedAt, limits }: Standing, workers: readonly WorkerInfo[]): Reason[] {
  const reasons: Reason[] = [];
  if (pausedAt !== undefined) reasons.push({ code: 'paused', message: 'the queue is paused', since: pausedAt });
  const field = (name: string): number => Number(limits.get(name) || Number.NaN);
  const most = field('concurrency');
  if (workers.reduce((sum, { active }) => sum + active, 0) >= most)
    reasons.push({ code: 'concurrency-limit', message: `as many jobs run as the limit allows: ${most}` });
  const [rate, per] = [field('rate'), field('per')];
  const passed = Math.max(0, now - (field('tokensAt') || now));
  // The bucket as the scripts fill it.
  const tokens = Math.min(rate, Number(limits.get('tokens') ?? rate) + (passed * rate) / per);
  if (tokens < 1) {
    const until = now + Math.ceil(((1 - tokens) * per) / rate);
    reasons.push({ code: 'rate-limit', message: `no more than ${rate} may start in ${per} ms`, until });
  }
  return reasons;
}

/** Whether there is somebody who could run it now. */
function hands({ name, state }: JobInfo, workers: readonly WorkerInfo[]): Reason[] {
  const here = workers.filter((worker) => worker.state !== 'dead');
  if (here.length === 0) return [{ code: 'no-workers', message: 'no worker is there' }];
  const able = here.filter((worker) => hasHandler(worker, name));
  if (able.length === 0) return [{ code: 'no-handler', message: `no worker has a handler for ${name}` }];
  if (state === 'delayed') return [];
  const all = (wanted: string) => able.every((worker) => worker.state === wanted);
  if (all('blocked'))
    return [{ code: 'workers-blocked', message: 'handlers keep the event loops of all its workers from turning' }];
  if (able.every((worker) => worker.state !== 'alive'))
    return [{ code: 'workers-quiet', message: 'all its workers take nothing new' }];
  const isBusy = ({ slots, busy, leaked }: WorkerInfo) => slots !== undefined && (busy ?? 0) + leaked >= slots;
  if (able.every(isBusy)) return [{ code: 'workers-busy', message: 'all slots of its workers are taken' }];
  return [];
}

function behind({ ahead, reach }: Standing): Reason {
  const atLeast = ahead >= reach ? 'at least' : 'about';
  return {
    code: 'waits-behind',
    message: `${atLeast} ${ahead} ${ahead === 1 ? 'job goes' : 'jobs go'} before it`,
    ahead,
  };
}
