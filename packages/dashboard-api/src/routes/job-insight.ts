// What is told of one job: how it ended, what it logged, why it does not run.
import { JobRemovedError, LongshoreError, type Queue } from '@longshore/core';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { IN_FULL } from '../jobs/cut-value.js';
import { foundJob } from '../jobs/found-job.js';
import { shownError } from '../jobs/shown-error.js';
import { viewJob } from '../jobs/view-job.js';
import { withFields } from '../problems/with-fields.js';
import {
  Ending,
  Explanation,
  LONGEST_WAIT_MS,
  Log,
  LogQuery,
  MOST_LINES,
  ResultQuery,
  Underway,
} from '../schemas/job-insight.js';
import { JobPath } from '../schemas/shared.js';
import { answers } from './answers.js';

const ONE = '/queues/:queue/jobs/:id';
const tags = ['jobs'];
const PLACES = { id: 'path.id' };
/** Reasons that tell of an error of the job. */
const WITH_ERROR = new Set(['failed', 'waits-to-retry']);

export function jobInsightRoutes(app: App, context: Context): void {
  resultRoute(app, context);
  logRoute(app, context);
  explainRoute(app, context);
}

function resultRoute(app: App, context: Context): void {
  app.get(
    `${ONE}/result`,
    {
      config: { action: 'jobs.read' },
      exposeHeadRoute: false,
      schema: {
        tags,
        summary: 'How a job ended',
        params: JobPath,
        querystring: ResultQuery,
        response: answers({ 200: Ending, 202: Underway }),
      },
    },
    async ({ params, query: { wait = 0 } }, reply) => {
      let job = await foundJob(context, params);
      if (job.endedAt === undefined && wait > 0) {
        await untilEnded(await context.queues.get(params.queue), params.id, Math.min(wait, LONGEST_WAIT_MS));
        job = await foundJob(context, params);
      }
      const { id, state, result, sealedBy, error, reason, endedAt } = viewJob(context, params.queue, job, IN_FULL);
      if (endedAt === undefined) return reply.code(202).send({ id, state });
      return { id, state, result, sealedBy, error, reason, endedAt };
    },
  );
}

/** However it ends, or does not: who waits looks then. Holds while Redis is away, too. */
async function untilEnded(queue: Queue, id: string, ms: number): Promise<void> {
  try {
    await queue.job(id).result({ timeout: ms });
  } catch (error) {
    if (!(error instanceof LongshoreError)) throw error;
  }
}

function logRoute(app: App, context: Context): void {
  app.get(
    `${ONE}/logs`,
    {
      config: { action: 'jobs.read' },
      schema: {
        tags,
        summary: "The lines of a job's log",
        params: JobPath,
        querystring: LogQuery,
        response: answers({ 200: Log }),
      },
    },
    async ({ params, query: { limit = 100 } }) => {
      const { name } = await foundJob(context, params);
      const queue = await context.queues.get(params.queue);
      const lines = await queue.logs(params.id, { limit: Math.min(limit, MOST_LINES) });
      const about = { kind: 'log', queue: params.queue, name } as const;
      return { lines: lines.map(({ at, text }) => ({ at, text: String(context.shown(text, about) ?? '') })) };
    },
  );
}

function explainRoute(app: App, context: Context): void {
  app.get(
    `${ONE}/explain`,
    {
      config: { action: 'jobs.read' },
      schema: { tags, summary: 'Why a job does not run', params: JobPath, response: answers({ 200: Explanation }) },
    },
    async ({ params: { queue, id } }) => {
      const from = await context.queues.get(queue);
      const { state, reasons } = await withFields(PLACES, () => from.explain(id));
      if (state === 'missing') throw new JobRemovedError(id);
      if (!context.settings.redact || !reasons.some(({ code }) => WITH_ERROR.has(code))) return { state, reasons };
      const { name } = await foundJob(context, { queue, id });
      // The hook sees the whole sentence as the message of an error.
      const said = (message: string) => shownError(context, { name: 'Error', message }, { queue, name }).message;
      return {
        state,
        reasons: reasons.map((reason) =>
          WITH_ERROR.has(reason.code) ? { ...reason, message: said(reason.message) } : reason,
        ),
      };
    },
  );
}
