// Idempotency-Key, as the IETF draft of that name has it: a POST that is sent again with the same key adds nothing twice.
// The key becomes the job's id, so what Redis does with ids holds for keys too: after a restart, and from several processes
// of this API at once. It is that of one caller: another's same key is another one.
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { JobHandle, Queue } from '@longshore/core';
import { ProblemError } from '../problems/problem-error.js';
import { addOptions, type JobInput } from '../schemas/added-jobs.js';

const FIELD = 'headers.idempotency-key';
/** A text as structured headers have it, or, as most clients send it, without quotes. */
const QUOTED = /^"((?:[ !#-[\]-~]|\\["\\]){1,255})"$/;
const BARE = /^[!#-+\--[\]-~]{1,255}$/;

/** @throws {ProblemError} 400 when it is none */
export function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = String(header).trim();
  const quoted = QUOTED.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1');
  if (BARE.test(text)) return text;
  throw invalid('expected 1 to 255 visible ASCII characters');
}

/** The job that this caller's key stands for in this queue. */
const idOf = (queue: string, caller: string, key: string): string =>
  `once-${createHash('sha256')
    .update(JSON.stringify([queue, caller, key]))
    .digest('base64url')}`;

/**
 * Adds a job unless it was added with this key. The key holds as long as the job is kept.
 *
 * @throws {ProblemError} 422 `ERR_IDEMPOTENCY_KEY_REUSED` when the job of this key has another name or other data
 * @throws what `queue.add` throws; to send it again is safe
 */
export async function addOnce(
  queue: Queue,
  { caller, key }: { readonly caller: string; readonly key: string },
  { name, data = null, options }: JobInput,
): Promise<JobHandle> {
  if (options?.jobId !== undefined) throw invalid('not together with body.options.jobId');
  const jobId = idOf(queue.name, caller, key);
  const job = await queue.add(name, data, { ...addOptions(options), jobId });
  // With a unique key, nothing may have been added because another job has that.
  if (job.created || job.id !== jobId) return job;
  const there = await queue.get(jobId);
  const isSame =
    !there || (there.name === name && (there.sealedBy !== undefined || isDeepStrictEqual(there.data, data)));
  if (isSame) return job;
  throw new ProblemError(
    'ERR_IDEMPOTENCY_KEY_REUSED',
    422,
    `${FIELD}: a job with another name or other data was added with this key`,
    FIELD,
  );
}

const invalid = (problem: string): ProblemError =>
  new ProblemError('ERR_INVALID_REQUEST', 400, `${FIELD}: ${problem}`, FIELD);
