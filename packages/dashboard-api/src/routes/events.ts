// What happens in the queues, as it happens.
import { Type } from 'typebox';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { streamEvents, streamSummary } from '../live/stream-events.js';
import { EventText } from '../schemas/channels.js';
import { closed } from '../schemas/shared.js';
import { answers } from './answers.js';

const QUICKEST_MS = 250;
const SLOWEST_MS = 10_000;

const EventsQuery = closed({
  queues: Type.Optional(
    Type.String({ maxLength: 2000, description: 'Names with commas between. Default: all, also those that are new.' }),
  ),
  summary: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: `Figures in this interval instead of single events, ms; at least ${QUICKEST_MS}, at most ${SLOWEST_MS}.`,
    }),
  ),
});

export function eventRoutes(app: App, { live, queues }: Context): void {
  app.get(
    '/events',
    {
      config: { action: 'events.read' },
      exposeHeadRoute: false,
      schema: {
        tags: ['events'],
        summary: 'What happens to jobs, as server-sent events',
        description:
          'The type of an event is what happened (`added`, `active`, `completed`, …), its data `{ queue, id, at }`; `dropped` tells how many were left out because the client was behind. With `summary`: one event of that type each interval, `{ at, queues: { mail: { completed: 12 } } }`. Events that happen while nobody is connected are not kept.',
        querystring: EventsQuery,
        response: answers({ 200: EventText }),
      },
    },
    async ({ query }, reply) => {
      const names = query.queues?.split(',').filter((name) => name !== '');
      // A name that is wrong is told at once; one that is not there yet, or may not be seen, is the same.
      for (const name of names ?? []) await queues.get(name);
      const wanted = names?.length ? new Set(names) : undefined;
      const stream = live.streams.open(reply);
      if (query.summary === undefined) streamEvents(live.events, stream, wanted);
      else streamSummary(live.events, stream, wanted, Math.min(Math.max(query.summary, QUICKEST_MS), SLOWEST_MS));
      return reply;
    },
  );
}
