// Notice boards: the last value stays, every change is announced.
import { Type } from 'typebox';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { answerNotices, readNoticeQuery } from '../live/answer-notices.js';
import { BoardSource } from '../live/board-source.js';
import { withFields } from '../problems/with-fields.js';
import { BoardPath, LastEventId, NothingNew, Notice, NoticeQuery, Seq } from '../schemas/notices.js';
import { closed, DurationInput, Moment } from '../schemas/shared.js';
import { answers } from './answers.js';

export function boardRoutes(app: App, context: Context): void {
  const { live } = context;
  app.get(
    '/boards/:name',
    {
      config: { action: 'boards.read' },
      exposeHeadRoute: false,
      schema: {
        tags: ['boards'],
        summary: 'The value of a notice board, as soon as there is a newer one',
        description:
          'With a newer notice than `since` it answers at once, else when there is one. To `Accept: text/event-stream` it speaks server-sent events. A board without a value is one that nobody has posted on yet.',
        params: BoardPath,
        querystring: NoticeQuery,
        headers: LastEventId,
        response: answers({ 200: Notice, 204: NothingNew }),
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      const topic = live.topics.get(`board ${name}`, () => new BoardSource(context, name));
      const path = `${context.baseOf(request)}/api/v1/boards/${encodeURIComponent(name)}`;
      return answerNotices(live.streams, topic, readNoticeQuery(path, request), request, reply);
    },
  );

  app.put(
    '/boards/:name',
    {
      config: { action: 'boards.post' },
      schema: {
        tags: ['boards'],
        summary: 'Post a value on a notice board',
        description:
          'It replaces the one before, and stays without end, or as long as `ttl` says. Sent twice it is announced twice.',
        params: BoardPath,
        body: closed({
          value: Type.Unknown({ description: 'At most 1 MiB as JSON.' }),
          ttl: Type.Optional(DurationInput),
        }),
        response: answers({ 200: Type.Object({ seq: Seq, at: Moment }) }),
      },
    },
    async ({ params, body: { value, ttl } }) =>
      withFields({ name: 'path.name', value: 'body.value', options: 'body' }, () =>
        live.boards.with(params.name, (board) => board.post(value, ttl === undefined ? {} : { ttl })),
      ),
  );
}
