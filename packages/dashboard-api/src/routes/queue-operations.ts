// What is done with a whole queue: pause, limits, destroying, auditing; and what it did in the last day.
import type { Duration } from '@longshore/core';
import { Type } from 'typebox';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { ProblemError } from '../problems/problem-error.js';
import { withFields } from '../problems/with-fields.js';
import {
  AuditOrder,
  AuditReport,
  Confirmation,
  HistoryPoint,
  HistoryQuery,
  QueueChanges,
} from '../schemas/queue-changes.js';
import { QueueView } from '../schemas/queues.js';
import { QueuePath, toDate } from '../schemas/shared.js';
import type { Action } from '../security/roles.js';
import { answers } from './answers.js';

export function queueOperationRoutes(app: App, context: Context): void {
  changeRoute(app, context);
  destroyRoute(app, context);
  auditRoute(app, context);
  historyRoute(app, context);
}

function changeRoute(app: App, { queues }: Context): void {
  app.patch(
    '/queues/:queue',
    {
      config: { action: 'queues.pause', actions: ({ body }) => actionsOf(body as QueueChanges) },
      schema: {
        tags: ['queues'],
        summary: 'Pause, resume, and change limits',
        params: QueuePath,
        body: QueueChanges,
        response: answers({ 200: QueueView }),
      },
    },
    async ({ params, body: { paused, limits } }) => {
      const queue = await queues.get(params.queue);
      // First what may be refused. Where Redis goes away in between, half is done, and the whole can be repeated.
      if (limits) await withFields({ limits: 'body.limits' }, () => queue.limits.set(limits));
      if (paused !== undefined) await (paused ? queue.pause() : queue.resume());
      return queue.overview();
    },
  );
}

const actionsOf = ({ paused, limits }: QueueChanges): Action[] => [
  ...(paused === undefined ? [] : (['queues.pause'] as const)),
  ...(limits === undefined ? [] : (['queues.limit'] as const)),
];

function destroyRoute(app: App, { queues }: Context): void {
  app.delete(
    '/queues/:queue',
    {
      config: { action: 'queues.destroy' },
      schema: {
        tags: ['queues'],
        summary: 'Take a queue away, with everything in it',
        params: QueuePath,
        body: Confirmation,
        response: answers({
          200: Type.Object({ removedJobs: Type.Integer({ description: 'How many jobs went.' }) }),
        }),
      },
    },
    async ({ params, body }) => {
      const queue = await queues.get(params.queue);
      const removedJobs = await withFields({ options: 'body' }, () => queue.destroy(body));
      queues.forget(params.queue);
      return { removedJobs };
    },
  );
}

function auditRoute(app: App, { queues }: Context): void {
  const running = new Set<string>();
  app.post(
    '/queues/:queue/audit',
    {
      config: {
        action: 'queues.audit',
        actions: ({ body }) => [(body as AuditOrder)?.repair ? 'queues.repair' : 'queues.audit'],
      },
      schema: {
        tags: ['queues'],
        summary: 'Check whether what stands in Redis is sound, and repair it',
        description: 'Takes some seconds for each 100,000 jobs. One at a time on each queue.',
        params: QueuePath,
        body: AuditOrder,
        response: answers({ 200: AuditReport }),
      },
    },
    async ({ params, body }) => {
      const queue = await queues.get(params.queue);
      if (running.has(queue.name))
        throw new ProblemError('ERR_AUDIT_RUNNING', 409, `an audit of ${queue.name} is under way`);
      running.add(queue.name);
      try {
        return await queue.audit(body ?? {});
      } finally {
        running.delete(queue.name);
      }
    },
  );
}

function historyRoute(app: App, { queues }: Context): void {
  app.get(
    '/queues/:queue/history',
    {
      config: { action: 'queues.read' },
      schema: {
        tags: ['queues'],
        summary: 'What happened in each minute of the last day',
        params: QueuePath,
        querystring: HistoryQuery,
        response: answers({ 200: Type.Object({ points: Type.Array(HistoryPoint) }) }),
      },
    },
    async ({ params, query: { from, to, step } }) => {
      const queue = await queues.get(params.queue);
      const options = {
        ...(from === undefined ? {} : { from: toDate(from) }),
        ...(to === undefined ? {} : { to: toDate(to) }),
        ...(step === undefined ? {} : { step: (/^[0-9.]+$/.test(step) ? Number(step) : step) as Duration }),
      };
      return { points: await withFields({ options: 'query' }, () => queue.history(options)) };
    },
  );
}
