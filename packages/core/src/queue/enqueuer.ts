// Sends jobs to Redis. The `add` calls of one tick travel in one script call; a call that got no answer is sent again with
// the same ids, which adds nothing twice, until its deadline.
import { EnqueueTimeoutError, type LongshoreError } from '../errors.js';
import type { Connection } from '../redis/connection.js';
import { enqueue, type Outgoing } from '../redis/enqueue.js';
import type { QueueKeys } from '../redis/keys.js';
import { isPassing } from '../redis/redis-error.js';

/** One script call carries at most this much. */
const MOST_JOBS = 1000;
const MOST_BYTES = 262_144;
const RETRY_MS = 50;
/** With no deadline, a try that gets no answer is repeated after this long. */
const TRY_MS = 5000;

interface Waiting {
  readonly job: Outgoing;
  readonly resolve: (created: boolean) => void;
  readonly reject: (error: LongshoreError) => void;
}

export class Enqueuer {
  #batch: Waiting[] = [];
  #bytes = 0;

  constructor(
    readonly connection: Connection,
    readonly keys: QueueKeys,
    /** ms; `Infinity` waits until Redis is there. */
    readonly deadlineMs: number,
  ) {}

  /** Adds a job together with the others of this tick; resolves to false when its id was taken. */
  add(job: Outgoing): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const bytes = job.text.length + (job.body?.length ?? 0);
      if (this.#batch.length >= MOST_JOBS || (this.#batch.length > 0 && this.#bytes + bytes > MOST_BYTES))
        this.#flush();
      if (this.#batch.length === 0) process.nextTick(() => this.#flush());
      this.#batch.push({ job, resolve, reject });
      this.#bytes += bytes;
    });
  }

  /** Adds many jobs, in as few calls as the limits of one allow; resolves for each to false when its id was taken. */
  async addAll(jobs: readonly Outgoing[]): Promise<boolean[]> {
    const since = performance.now();
    const batches: Outgoing[][] = [];
    let bytes = 0;
    for (const job of jobs) {
      const size = job.text.length + (job.body?.length ?? 0);
      const last = batches.at(-1);
      if (!last || last.length >= MOST_JOBS || bytes + size > MOST_BYTES) {
        batches.push([job]);
        bytes = size;
      } else {
        last.push(job);
        bytes += size;
      }
    }
    const taken = await Promise.all(batches.map((batch) => this.#send(batch, since)));
    return created(jobs, taken.flat());
  }

  #flush(): void {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#bytes = 0;
    this.#deliver(batch);
  }

  #deliver(batch: readonly Waiting[]): void {
    const jobs = batch.map(({ job }) => job);
    this.#send(jobs, performance.now()).then(
      (taken) => {
        const flags = created(jobs, taken);
        for (const [i, { resolve }] of batch.entries()) resolve(flags[i] === true);
      },
      (error: LongshoreError) => {
        for (const { job, reject } of batch) reject(forOne(error, job, batch.length, this.deadlineMs));
      },
    );
  }

  /** Sends until there is an answer or the deadline has passed. */
  async #send(jobs: readonly Outgoing[], since: number): Promise<string[]> {
    let resent = false;
    for (;;) {
      const left = this.deadlineMs - (performance.now() - since);
      try {
        const taken = await enqueue.run(this.connection, this.keys, jobs, Math.max(1, Math.min(left, TRY_MS)));
        return resent ? notOurs(taken, jobs) : taken;
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

/** Which jobs are new. Where an id stands several times in one call, the first is the one that was added, if any was. */
function created(jobs: readonly Outgoing[], taken: readonly string[]): boolean[] {
  if (taken.length === 0) return jobs.map(() => true);
  const left = new Map<string, number>();
  for (const id of taken) left.set(id, (left.get(id) ?? 0) + 1);
  const flags = jobs.toReversed().map(({ id }) => {
    const count = left.get(id) ?? 0;
    left.set(id, count - 1);
    return count <= 0;
  });
  return flags.reverse();
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
