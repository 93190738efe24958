// Sends jobs to Redis. The `add` calls of one tick travel in one script call; a call that got no answer is sent again with
// the same ids, which adds nothing twice, until its deadline.
import { EnqueueTimeoutError, type LongshoreError } from '../errors.js';
import type { Connection } from '../redis/connection.js';
import { type Enqueued, enqueue, type Outgoing } from '../redis/enqueue.js';
import type { QueueKeys } from '../redis/keys.js';
import { isPassing } from '../redis/redis-error.js';

/**
 * One script call carries at most this much: as many plain jobs, which Redis adds in a few commands for all of them. Others
 * (delayed, prioritized, unique …) take commands of their own, some 15 µs each, and count tenfold: a call takes Redis a millisecond or two. Measured: docs/benchmarks.md.
 */
const MOST_JOBS = 500;
const OTHERS_COUNT = 10;
const MOST_BYTES = 262_144;
const RETRY_MS = 50;
/** With no deadline, a try that gets no answer is repeated after this long. */
const TRY_MS = 5000;

/** What became of one job. `held`: another job has its unique key. */
export type AddOutcome =
  | { readonly is: 'created' | 'taken' | 'refused' }
  | { readonly is: 'held'; readonly holder: string };

const CREATED: AddOutcome = { is: 'created' };
const TAKEN: AddOutcome = { is: 'taken' };
const REFUSED: AddOutcome = { is: 'refused' };

interface Waiting {
  readonly job: Outgoing;
  readonly resolve: (outcome: AddOutcome) => void;
  readonly reject: (error: LongshoreError) => void;
}

/** How much of a call a job takes. */
const weightOf = ({ own, due, body, words }: Outgoing): number =>
  own && due === '' && body === undefined && words === '' ? 1 : OTHERS_COUNT;

export class Enqueuer {
  #batch: Waiting[] = [];
  #weight = 0;
  #bytes = 0;

  constructor(
    readonly connection: Connection,
    readonly keys: QueueKeys,
    /** ms; `Infinity` waits until Redis is there. */
    readonly deadlineMs: number,
  ) {}

  /** Adds a job together with the others of this tick. */
  add(job: Outgoing): Promise<AddOutcome> {
    return new Promise((resolve, reject) => {
      const bytes = job.text.length + (job.body?.length ?? 0);
      const weight = weightOf(job);
      const isOver = this.#weight + weight > MOST_JOBS || this.#bytes + bytes > MOST_BYTES;
      if (this.#batch.length > 0 && isOver) this.#flush();
      if (this.#batch.length === 0) process.nextTick(() => this.#flush());
      this.#batch.push({ job, resolve, reject });
      this.#bytes += bytes;
      this.#weight += weight;
    });
  }

  /** Adds many jobs, in as few calls as the limits of one allow. */
  async addAll(jobs: readonly Outgoing[]): Promise<AddOutcome[]> {
    const since = performance.now();
    const batches: Outgoing[][] = [];
    let bytes = 0;
    let weight = 0;
    for (const job of jobs) {
      const own = weightOf(job);
      const size = job.text.length + (job.body?.length ?? 0);
      const last = batches.at(-1);
      if (!last || weight + own > MOST_JOBS || bytes + size > MOST_BYTES) {
        batches.push([job]);
        bytes = size;
        weight = own;
      } else {
        last.push(job);
        bytes += size;
        weight += own;
      }
    }
    const added = await Promise.all(batches.map(async (batch) => outcomes(batch, await this.#send(batch, since))));
    return added.flat();
  }

  #flush(): void {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#bytes = 0;
    this.#weight = 0;
    this.#deliver(batch);
  }

  #deliver(batch: readonly Waiting[]): void {
    const jobs = batch.map(({ job }) => job);
    this.#send(jobs, performance.now()).then(
      (added) => {
        const all = outcomes(jobs, added);
        for (const [i, { resolve }] of batch.entries()) resolve(all[i] as AddOutcome);
      },
      (error: LongshoreError) => {
        for (const { job, reject } of batch) reject(forOne(error, job, batch.length, this.deadlineMs));
      },
    );
  }

  /** Sends until there is an answer or the deadline has passed. */
  async #send(jobs: readonly Outgoing[], since: number): Promise<Enqueued> {
    let resent = false;
    for (;;) {
      const left = this.deadlineMs - (performance.now() - since);
      try {
        const added = await enqueue.run(this.connection, this.keys, jobs, Math.max(1, Math.min(left, TRY_MS)));
        return resent ? { ...added, taken: notOurs(added.taken, jobs) } : added;
      } catch (error) {
        if (!isPassing(error)) throw error;
        if (performance.now() - since + RETRY_MS >= this.deadlineMs) {
          throw new EnqueueTimeoutError(
            jobs.map(({ id }) => id),
            this.deadlineMs,
            { cause: error },
          );
        }
      }
      resent = true;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** What became of each job. Where an id stands several times in one call, the first is the one that was added, if any was. */
function outcomes(jobs: readonly Outgoing[], { taken, refused, holders }: Enqueued): AddOutcome[] {
  if (taken.length === 0 && refused.length === 0 && holders.size === 0) return jobs.map(() => CREATED);
  const left = new Map<string, number>();
  for (const id of taken) left.set(id, (left.get(id) ?? 0) + 1);
  const full = new Set(refused);
  const found = jobs.toReversed().map(({ id }): AddOutcome => {
    const holder = holders.get(id);
    if (holder !== undefined) return { is: 'held', holder };
    if (full.has(id)) return REFUSED;
    const count = left.get(id) ?? 0;
    left.set(id, count - 1);
    return count <= 0 ? CREATED : TAKEN;
  });
  return found.reverse();
}

/** What an earlier try of the same call has taken is ours, where the id was made here: it belongs to nobody else. */
function notOurs(taken: readonly string[], jobs: readonly Outgoing[]): string[] {
  const own = new Set(jobs.filter((job) => job.own).map(({ id }) => id));
  return taken.filter((id) => !own.has(id));
}

/** Each `add` of a batch that failed gets an error that names its own id. */
function forOne(error: LongshoreError, job: Outgoing, batch: number, deadlineMs: number): LongshoreError {
  return batch > 1 && error instanceof EnqueueTimeoutError
    ? new EnqueueTimeoutError([job.id], deadlineMs, { cause: error.cause })
    : error;
}
