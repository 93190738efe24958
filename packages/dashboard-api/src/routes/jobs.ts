// Jobs as one looks at them, page by page and one by one; and the removal of one.
import { JobRemovedError } from '@longshore/core';
import { Type } from 'typebox';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { GLANCE, IN_FULL } from '../jobs/cut-value.js';
import { foundJob } from '../jobs/found-job.js';
import { listJobs } from '../jobs/list-jobs.js';
import { viewJob, viewListed } from '../jobs/view-job.js';
import { withFields } from '../problems/with-fields.js';
import { JobPage, JobQuery, JobView } from '../schemas/jobs.js';
import { clamp, closed, JobPath, QueuePath } from '../schemas/shared.js';
import { answers } from './answers.js';

const Full = Type.Optional(Type.Boolean({ description: 'Values up to 1 MiB of JSON each; by default up to 16 KiB.' }));

export function jobRoutes(app: App, context: Context): void {
  const { queues } = context;

  app.get(
    '/queues/:queue/jobs',
    {
      config: { action: 'jobs.read' },
      schema: {
        tags: ['jobs'],
        summary: 'Jobs of one state, or of all states one after the other',
        params: QueuePath,
        querystring: JobQuery,
        response: answers({ 200: JobPage }),
      },
    },
    async ({ params, query }) => {
      const queue = await queues.get(params.queue);
      const sought = { ...query, limit: clamp(query.limit) };
      const { jobs, cursor } = await withFields({ options: 'query' }, () => listJobs(queue, sought));
      return { jobs: jobs.map((job) => viewListed(context, queue.name, job)), cursor };
    },
  );

  app.get(
    '/queues/:queue/jobs/:id',
    {
      config: { action: 'jobs.read' },
      schema: {
        tags: ['jobs'],
        summary: 'One job with everything that is kept of it',
        params: JobPath,
        querystring: closed({ full: Full }),
        response: answers({ 200: JobView }),
      },
    },
    async ({ params, query }) => {
      const job = await foundJob(context, params);
      return viewJob(context, params.queue, job, query.full ? IN_FULL : GLANCE);
    },
  );

  addRemoval(app, context);
}

function addRemoval(app: App, { queues }: Context): void {
  app.delete(
    '/queues/:queue/jobs/:id',
    {
      config: { action: 'jobs.remove' },
      schema: {
        tags: ['jobs'],
        summary: 'Forgets a job that is not running, and its result',
        params: JobPath,
        response: answers({ 204: Type.Null() }),
      },
    },
    async ({ params: { queue, id } }, reply) => {
      const from = await queues.get(queue);
      const wasThere = await withFields({ id: 'path.id' }, () => from.remove(id));
      if (!wasThere) throw new JobRemovedError(id);
      return reply.code(204).send(null);
    },
  );
}
