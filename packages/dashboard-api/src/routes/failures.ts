// Failed jobs in groups of one kind.
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { commonPart } from '../failures/even-message.js';
import { FailureDesk } from '../failures/failure-desk.js';
import type { FailureGroup } from '../failures/group-failures.js';
import { shownError } from '../jobs/shown-error.js';
import { FailuresQuery, FailuresView, MOST_GROUPS, MOST_SCANNED } from '../schemas/failures.js';
import { QueuePath } from '../schemas/shared.js';
import { answers } from './answers.js';

const STEP = 1000;

export function failureRoutes(app: App, context: Context): void {
  const desk = new FailureDesk();
  app.get(
    '/queues/:queue/failures',
    {
      config: { action: 'jobs.read' },
      schema: {
        tags: ['jobs'],
        summary: 'Failed jobs in groups of one kind',
        params: QueuePath,
        querystring: FailuresQuery,
        response: answers({ 200: FailuresView }),
      },
    },
    async ({ params, query: { scan = STEP, name } }) => {
      const queue = await context.queues.get(params.queue);
      // In steps, so that few answers are kept ready.
      const { groups, scanned, complete } = await desk.ask(
        queue,
        Math.min(Math.ceil(scan / STEP) * STEP, MOST_SCANNED),
      );
      const wanted = name === undefined ? groups : groups.filter((group) => group.name === name);
      return {
        groups: wanted.slice(0, MOST_GROUPS).map((group) => view(context, queue.name, group)),
        scanned,
        complete: complete && wanted.length <= MOST_GROUPS,
      };
    },
  );
}

function view(context: Context, queue: string, group: FailureGroup) {
  const { stack: _stack, ...error } = shownError(context, group.error, { queue, name: group.name });
  const sought = soughtText(group.error, error);
  return {
    ...group,
    error,
    filter: { state: 'failed' as const, name: group.name, ...(sought === undefined ? {} : { error: sought }) },
  };
}

/** What finds these errors. Nothing that the redact hook has hidden. */
function soughtText({ message, code, name }: FailureGroup['error'], shown: FailureGroup['error']): string | undefined {
  const part = commonPart(message);
  if (part !== undefined && shown.message.includes(part)) return part;
  if (code !== undefined && shown.code === code) return code;
  return shown.name === name ? name : undefined;
}
