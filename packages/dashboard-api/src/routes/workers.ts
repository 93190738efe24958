// Who works: the workers of a queue, the processes of all queues, and orders to these.
import { orderProcess, WorkerMissingError } from '@longshore/core';
import { Type } from 'typebox';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { withFields } from '../problems/with-fields.js';
import type { QueuePool } from '../queues/queue-pool.js';
import { QueuePath } from '../schemas/shared.js';
import { OrderOutcome, ProcessPath, ProcessView, WorkerView } from '../schemas/workers.js';
import { byProcess } from '../workers/by-process.js';
import { answers } from './answers.js';

const tags = ['workers'];

export function workerRoutes(app: App, context: Context): void {
  lookRoutes(app, context);
  orderRoutes(app, context);
}

function lookRoutes(app: App, { queues }: Context): void {
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
    async () => ({ workers: await processes(queues) }),
  );
}

async function processes(queues: QueuePool): Promise<ProcessView[]> {
  const asked = (await queues.all()).map(async (queue) => ({ name: queue.name, workers: await queue.workers() }));
  return byProcess(await Promise.all(asked));
}

function orderRoutes(app: App, { queues, settings }: Context): void {
  const { connection, prefix } = settings;
  for (const order of ['quiet', 'stop'] as const) {
    app.post(
      `/workers/:process/${order}`,
      {
        config: { action: `workers.${order}` },
        schema: {
          tags,
          summary:
            order === 'quiet' ? 'A process shall take nothing new' : 'A process shall finish what it runs, and leave',
          description:
            'The order is said and kept nowhere; what came of it is seen among the workers. Giving it again is safe.',
          params: ProcessPath,
          response: answers({ 202: OrderOutcome }),
        },
      },
      async ({ params }, reply) => {
        // A process that works on none of the queues that are shown is not there.
        if (settings.queues && !(await processes(queues)).some(({ process }) => process === params.process))
          throw new WorkerMissingError(params.process);
        const given = { process: params.process, order };
        const outcome = await withFields({ order: 'path' }, () => orderProcess({ connection, prefix }, given));
        // Of queues that are not shown, not even the names are.
        const shown = settings.queues && new Set(await queues.names());
        const told = outcome.queues.filter((name) => shown?.has(name) ?? true);
        return reply.code(202).send({ ...outcome, queues: told });
      },
    );
  }
}
