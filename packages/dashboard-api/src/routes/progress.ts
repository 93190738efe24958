// The progress of a job: its notice board, which ends with the job.
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { answerNotices, readNoticeQuery } from '../live/answer-notices.js';
import { JobSource } from '../live/job-source.js';
import { LastEventId, NothingNew, Notice, NoticeQuery } from '../schemas/notices.js';
import { JobPath } from '../schemas/shared.js';
import { answers } from './answers.js';

export function progressRoutes(app: App, context: Context): void {
  const { live } = context;
  app.get(
    '/queues/:queue/jobs/:id/progress',
    {
      config: { action: 'jobs.read' },
      exposeHeadRoute: false,
      schema: {
        tags: ['jobs'],
        summary: "A job's progress, as soon as there is newer",
        description:
          'With a newer notice than `since` it answers at once, else when there is one. To `Accept: text/event-stream` it speaks server-sent events, until the job has ended.',
        params: JobPath,
        querystring: NoticeQuery,
        headers: LastEventId,
        response: answers({ 200: Notice, 204: NothingNew }),
      },
    },
    async (request, reply) => {
      const { queue, id } = request.params;
      const topic = live.topics.get(`job ${queue} ${id}`, () => new JobSource(context, queue, id));
      const inner = `/api/v1/queues/${encodeURIComponent(queue)}/jobs/${encodeURIComponent(id)}/progress`;
      return answerNotices(
        live.streams,
        topic,
        readNoticeQuery(context.baseOf(request) + inner, request),
        request,
        reply,
      );
    },
  );
}
