// What adds jobs: one, many, one more of the same.
import { CodecMismatchError, type JobInfo } from '@longshore/core';
import type { FastifyReply } from 'fastify';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { foundJob } from '../jobs/found-job.js';
import { addOnce, readIdempotencyKey } from '../jobs/idempotency-key.js';
import { ProblemError } from '../problems/problem-error.js';
import { withFields } from '../problems/with-fields.js';
import { AddedJob, AddedJobs, addOptions, JobInput, JobsInput, MOST_JOBS } from '../schemas/added-jobs.js';
import { JobPath, NoBody, QueuePath } from '../schemas/shared.js';
import { answers } from './answers.js';

const MIB = 1_048_576;
const tags = ['jobs'];
/** The library's names for what stands in the body. */
const PLACES = { name: 'body.name', data: 'body.data', options: 'body.options' };

export function addedJobRoutes(app: App, context: Context): void {
  addRoute(app, context);
  bulkRoute(app, context);
  duplicateRoute(app, context);
}

function addRoute(app: App, context: Context): void {
  app.post(
    '/queues/:queue/jobs',
    {
      config: { action: 'jobs.add' },
      // A mebibyte of data may be written with white space and escapes.
      bodyLimit: 2 * MIB,
      schema: {
        tags,
        summary: 'Add a job',
        description: 'With the header Idempotency-Key it may be sent again: nothing is added twice.',
        params: QueuePath,
        body: JobInput,
        response: answers({ 200: AddedJob, 201: AddedJob }),
      },
    },
    async (request, reply) => {
      const queue = await context.queues.get(request.params.queue);
      const key = readIdempotencyKey(request.headers['idempotency-key']);
      const caller = request.principal?.name ?? '';
      const { body } = request;
      const { id, created } = await withFields(PLACES, () =>
        key === undefined
          ? queue.add(body.name, body.data, addOptions(body.options))
          : addOnce(queue, { caller, key }, body),
      );
      return placed(reply, context, queue.name, id, created).send({ id, created });
    },
  );
}

function bulkRoute(app: App, { queues }: Context): void {
  app.post(
    '/queues/:queue/jobs/bulk',
    {
      config: { action: 'jobs.add' },
      bodyLimit: 8 * MIB,
      schema: {
        tags,
        summary: `Add up to ${MOST_JOBS} jobs`,
        description:
          'Each as a whole or not at all, and none when one of them is not valid. Sent again they are added again, but for those with a jobId.',
        params: QueuePath,
        body: JobsInput,
        response: answers({ 200: AddedJobs, 201: AddedJobs }),
      },
    },
    async ({ params, body, headers }, reply) => {
      const queue = await queues.get(params.queue);
      if (headers['idempotency-key'] !== undefined)
        throw new ProblemError(
          'ERR_INVALID_REQUEST',
          400,
          'headers.idempotency-key: not for many jobs: give each a jobId, then to send them again is safe',
          'headers.idempotency-key',
        );
      const jobs = body.jobs.map(({ name, data, options }) => ({ name, data, options: addOptions(options) }));
      const handles = await withFields({ jobs: 'body.jobs' }, () => queue.addBulk(jobs));
      const added = handles.map(({ id, created }) => ({ id, created }));
      return reply.code(added.some(({ created }) => created) ? 201 : 200).send({ jobs: added });
    },
  );
}

function duplicateRoute(app: App, context: Context): void {
  app.post(
    '/queues/:queue/jobs/:id/duplicate',
    {
      config: { action: 'jobs.add' },
      schema: {
        tags,
        summary: 'Add a job with the name, data and own options of another',
        description: 'Also its unique key, but for one of a window: where a job has it, nothing is added.',
        params: JobPath,
        body: NoBody,
        response: answers({ 200: AddedJob, 201: AddedJob }),
      },
    },
    async ({ params }, reply) => {
      const job = await foundJob(context, params);
      if (job.sealedBy !== undefined) throw new CodecMismatchError('data', job.sealedBy, undefined);
      const queue = await context.queues.get(params.queue);
      const { id, created } = await queue.add(job.name, job.data, ownOptions(job));
      return placed(reply, context, queue.name, id, created).send({ id, created });
    },
  );
}

function ownOptions({ options: { unique, ...rest } }: JobInfo) {
  return { ...rest, ...(unique === undefined || unique.until === 'window' ? {} : { unique }) };
}

/** Says where the job is, and whether it is new. */
function placed(reply: FastifyReply, context: Context, queue: string, id: string, created: boolean) {
  const path = `/api/v1/queues/${encodeURIComponent(queue)}/jobs/${encodeURIComponent(id)}`;
  return reply.code(created ? 201 : 200).header('location', context.baseOf(reply.request) + path);
}
