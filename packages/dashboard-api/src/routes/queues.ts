// Queues at a glance, and what is done with a whole one.
import { Type } from 'typebox';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { QueueView } from '../schemas/queues.js';
import { QueuePath } from '../schemas/shared.js';
import { answers } from './answers.js';

export function queueRoutes(app: App, { queues }: Context): void {
  app.get(
    '/queues',
    {
      config: { action: 'queues.read' },
      schema: {
        tags: ['queues'],
        summary: 'All queues at a glance',
        response: answers({ 200: Type.Object({ queues: Type.Array(QueueView) }) }),
      },
    },
    async () => ({ queues: await Promise.all((await queues.all()).map((queue) => queue.overview())) }),
  );

  app.get(
    '/queues/:queue',
    {
      config: { action: 'queues.read' },
      schema: {
        tags: ['queues'],
        summary: 'One queue at a glance',
        params: QueuePath,
        response: answers({ 200: QueueView }),
      },
    },
    async ({ params }) => (await queues.get(params.queue)).overview(),
  );
}
