// The progress of a job: its notice board, which ends with the job.
import { JobRemovedError } from '@longshore/core';
import { Type } from 'typebox';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { answerNotices, readNoticeQuery } from '../live/answer-notices.js';
import { JobSource } from '../live/job-source.js';
import { LastEventId, NothingNew, Notice, ProgressQuery, ProgressToken } from '../schemas/notices.js';
import { closed, DurationInput, JobPath } from '../schemas/shared.js';
import { createProgressToken, expiryOf } from '../security/progress-token.js';
import { answers } from './answers.js';

export function progressRoutes(app: App, context: Context): void {
  const { live } = context;
  app.get(
    '/queues/:queue/jobs/:id/progress',
    {
      config: { action: 'jobs.read', takesProgressToken: true },
      exposeHeadRoute: false,
      schema: {
        tags: ['jobs'],
        summary: "A job's progress, as soon as there is newer",
        description:
          'With a newer notice than `since` it answers at once, else when there is one. To `Accept: text/event-stream` it speaks server-sent events, until the job has ended.',
        params: JobPath,
        querystring: ProgressQuery,
        headers: LastEventId,
        response: answers({ 200: Notice, 204: NothingNew }),
      },
    },
    async (request, reply) => {
      const { queue, id } = request.params;
      const topic = live.topics.get(`job ${queue} ${id}`, () => new JobSource(context, queue, id));
      const asked = readNoticeQuery(context.baseOf(request) + innerPath(queue, id), request);
      return answerNotices(live.streams, topic, asked, request, reply);
    },
  );

  app.post(
    '/queues/:queue/jobs/:id/progress-token',
    {
      config: { action: 'jobs.share' },
      schema: {
        tags: ['jobs'],
        summary: 'A token with which a page can watch this job and nothing else',
        description: 'It cannot be taken back: it ends by itself, or when the secret of the API changes.',
        params: JobPath,
        body: closed({ expiresIn: Type.Optional(DurationInput) }),
        response: answers({ 200: ProgressToken }),
      },
    },
    async (request) => {
      const { queue, id } = request.params;
      const { expiresIn } = request.body;
      const { secret } = context.settings;
      const token = createProgressToken({ secret, queue, id, ...(expiresIn === undefined ? {} : { expiresIn }) });
      if (!(await (await context.queues.get(queue)).job(id).glance())) throw new JobRemovedError(id);
      const url = `${context.baseOf(request)}${innerPath(queue, id)}?token=${token}`;
      return { token, url, expiresAt: expiryOf(token) };
    },
  );
}

const innerPath = (queue: string, id: string): string =>
  `/api/v1/queues/${encodeURIComponent(queue)}/jobs/${encodeURIComponent(id)}/progress`;
