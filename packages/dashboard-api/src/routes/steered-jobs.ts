// What is done with jobs: retried, cancelled, promoted, rescheduled; one of them, or many at once.
import type { FastifyReply } from 'fastify';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { steerMany } from '../jobs/steer-many.js';
import { steered } from '../jobs/steered.js';
import { withFields } from '../problems/with-fields.js';
import { JobPath, NoBody, QueuePath, toDate } from '../schemas/shared.js';
import { CancelOrder, ManyOrder, ManyOutcome, Outcome, RescheduleOrder } from '../schemas/steered-jobs.js';
import type { Action } from '../security/roles.js';
import { answers } from './answers.js';

const ONE = '/queues/:queue/jobs/:id';
const tags = ['jobs'];
/** The library's names for what stands in the path and in the body. */
const PLACES = { id: 'path.id', reason: 'body.reason', when: 'body' };
const response = answers({ 200: Outcome });

export function steeredJobRoutes(app: App, context: Context): void {
  plainRoutes(app, context);
  cancelRoute(app, context);
  rescheduleRoute(app, context);
  manyRoute(app, context);
}

function plainRoutes(app: App, { queues }: Context): void {
  const routes = [
    ['retry', 'Let a job that failed, was cancelled or has expired run again'],
    ['promote', 'Let a delayed job run at once'],
  ] as const;
  for (const [deed, summary] of routes)
    app.post(
      `${ONE}/${deed}`,
      { config: { action: `jobs.${deed}` }, schema: { tags, summary, params: JobPath, body: NoBody, response } },
      async ({ params: { queue, id } }) => {
        const from = await queues.get(queue);
        return steered(id, await withFields(PLACES, () => from[deed](id)));
      },
    );
}

function cancelRoute(app: App, { queues }: Context): void {
  app.post(
    `${ONE}/cancel`,
    {
      config: { action: 'jobs.cancel' },
      schema: { tags, summary: 'Cancel a job that has not ended', params: JobPath, body: CancelOrder, response },
    },
    async ({ params: { queue, id }, body }) => {
      const from = await queues.get(queue);
      return steered(id, await withFields(PLACES, () => from.cancel(id, body?.reason)));
    },
  );
}

function rescheduleRoute(app: App, { queues }: Context): void {
  app.post(
    `${ONE}/reschedule`,
    {
      config: { action: 'jobs.reschedule' },
      schema: {
        tags,
        summary: 'Set when a job that has not started is due',
        params: JobPath,
        body: RescheduleOrder,
        response,
      },
    },
    async ({ params: { queue, id }, body: { runAt, ...rest } }) => {
      const from = await queues.get(queue);
      const when = { ...rest, ...(runAt === undefined ? {} : { runAt: toDate(runAt) }) };
      // The library tells when it is neither or both.
      return steered(id, await withFields(PLACES, () => from.reschedule(id, when as { runAt: Date })));
    },
  );
}

function manyRoute(app: App, { queues }: Context): void {
  app.post(
    '/queues/:queue/jobs/actions',
    {
      config: {
        action: 'jobs.steer',
        actions: ({ body }): Action[] => ['jobs.steer', `jobs.${(body as ManyOrder).action}`],
      },
      schema: {
        tags,
        summary: 'Retry, cancel, promote or remove many jobs',
        description: 'When who asked goes away, it ends between two steps. A request that is sent again goes on.',
        params: QueuePath,
        body: ManyOrder,
        response: answers({ 200: ManyOutcome }),
      },
    },
    async ({ params, body }, reply) => {
      const queue = await queues.get(params.queue);
      const places = { filter: 'body.filter', id: 'body.filter.ids', options: 'body' };
      return withFields(places, () => steerMany(queue, body, untilGone(reply)));
    },
  );
}

/** Aborts when who asked is no longer there to hear the answer. */
function untilGone({ raw }: FastifyReply): AbortSignal {
  const aborter = new AbortController();
  raw.once('close', () => aborter.abort());
  return aborter.signal;
}
