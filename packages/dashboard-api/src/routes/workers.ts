// Who works: the workers of a queue, and the processes of all queues.
import { Type } from 'typebox';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { QueuePath } from '../schemas/shared.js';
import { ProcessView, WorkerView } from '../schemas/workers.js';
import { byProcess } from '../workers/by-process.js';
import { answers } from './answers.js';

const tags = ['workers'];

export function workerRoutes(app: App, { queues }: Context): void {
  app.get(
    '/queues/:queue/workers',
    {
      config: { action: 'workers.read' },
      schema: {
        tags,
        summary: 'The workers of a queue',
        params: QueuePath,
        response: answers({ 200: Type.Object({ workers: Type.Array(WorkerView) }) }),
      },
    },
    async ({ params }) => ({ workers: await (await queues.get(params.queue)).workers() }),
  );

  app.get(
    '/workers',
    {
      config: { action: 'workers.read' },
      schema: {
        tags,
        summary: 'The processes that work, over all queues',
        response: answers({ 200: Type.Object({ workers: Type.Array(ProcessView) }) }),
      },
    },
    async () => {
      const all = await queues.all();
      const asked = all.map(async (queue) => ({ name: queue.name, workers: await queue.workers() }));
      return { workers: byProcess(await Promise.all(asked)) };
    },
  );
}
