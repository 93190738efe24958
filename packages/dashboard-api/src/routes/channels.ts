// Channels: broadcast, with a history for who comes late.
import { Type } from 'typebox';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { ChannelTopic } from '../live/channel-topic.js';
import { streamChannel } from '../live/stream-channel.js';
import { withFields } from '../problems/with-fields.js';
import { ChannelPath, ChannelQuery, EventText, LastEventId, PublishedMessage } from '../schemas/channels.js';
import { closed } from '../schemas/shared.js';
import { answers } from './answers.js';

export function channelRoutes(app: App, context: Context): void {
  eventsRoute(app, context);
  messagesRoute(app, context);
}

function eventsRoute(app: App, context: Context): void {
  const { live, log } = context;
  app.get(
    '/channels/:name/events',
    {
      config: { action: 'channels.read' },
      exposeHeadRoute: false,
      schema: {
        tags: ['channels'],
        summary: 'The messages of a channel as server-sent events',
        description:
          'Each message once and in order: `id` is its id, `data` is `{ id, at, message }`. Messages that are no longer kept are a problem (410), never a gap; where that shows later, it is an event `problem` and the end of the stream.',
        params: ChannelPath,
        querystring: ChannelQuery,
        headers: LastEventId,
        response: answers({ 200: EventText }),
      },
    },
    async ({ params: { name }, query, headers }, reply) => {
      const topic = live.channels.get(name, (channel) => {
        const shown = (message: unknown) => context.shown(message, { kind: 'message', name });
        return new ChannelTopic(channel, shown, log);
      });
      await topic.open();
      const since = headers['last-event-id'] ?? query.since;
      // Before the stream begins, so that what is gone is told by the status.
      const first = await topic.after(since === 'now' ? topic.newestId : since, 100);
      void streamChannel(topic, live.streams.open(reply), first);
      return reply;
    },
  );
}

function messagesRoute(app: App, { live }: Context): void {
  app.post(
    '/channels/:name/messages',
    {
      config: { action: 'channels.publish' },
      schema: {
        tags: ['channels'],
        summary: 'Publish a message on a channel',
        description: 'The channel keeps as much history as its own publishers say. Sent twice it is published twice.',
        params: ChannelPath,
        body: closed({ message: Type.Unknown({ description: 'At most 1 MiB as JSON.' }) }),
        response: answers({ 201: PublishedMessage }),
      },
    },
    async ({ params: { name }, body: { message } }, reply) => {
      const published = await withFields({ name: 'path.name', message: 'body.message' }, () =>
        live.channels.publish(name, message),
      );
      return reply.code(201).send(published);
    },
  );
}
