// The schedules of a queue: what makes jobs again and again.
import { type Queue, type Schedule, ScheduleMissingError, type ScheduleSettings } from '@longshore/core';
import { Type } from 'typebox';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { cutValue, GLANCE } from '../jobs/cut-value.js';
import { withFields } from '../problems/with-fields.js';
import {
  listed,
  ScheduleInput as ScheduleBody,
  type ScheduleInput,
  SchedulePage,
  SchedulePath,
  SchedulesQuery,
  ScheduleView,
} from '../schemas/schedules.js';
import { clamp, QueuePath, toDate } from '../schemas/shared.js';
import { answers } from './answers.js';

const ONE = '/queues/:queue/schedules/:id';
const tags = ['schedules'];
/** The library's names for what stands in the path and in the body. */
const PLACES = { id: 'path.id', schedule: 'body' };

export function scheduleRoutes(app: App, context: Context): void {
  listRoute(app, context);
  getRoute(app, context);
  putRoute(app, context);
  removeRoute(app, context);
  runRoute(app, context);
  pauseRoutes(app, context);
}

/** The data of a schedule's jobs is a user's, and may be large. */
function show(context: Context, queue: Queue, schedule: Schedule) {
  const data = context.shown(schedule.data, { kind: 'data', queue: queue.name, name: schedule.name });
  const { value, isCut } = cutValue(data, GLANCE);
  return { ...schedule, data: value, truncated: isCut };
}

function listRoute(app: App, { queues }: Context): void {
  app.get(
    '/queues/:queue/schedules',
    {
      config: { action: 'schedules.read' },
      schema: {
        tags,
        summary: 'The schedules of a queue, by id',
        params: QueuePath,
        querystring: SchedulesQuery,
        response: answers({ 200: SchedulePage }),
      },
    },
    async ({ params, query: { limit, cursor = '' } }) => {
      // By id: where a page ends is the id of its last, and what comes and goes meanwhile moves nothing else.
      const rest = (await (await queues.get(params.queue)).schedules.list()).filter(({ id }) => id > cursor);
      const page = rest.slice(0, clamp(limit));
      const last = page.at(-1);
      return { schedules: page.map(listed), ...(last && rest.length > page.length ? { cursor: last.id } : {}) };
    },
  );
}

function getRoute(app: App, context: Context): void {
  app.get(
    ONE,
    {
      config: { action: 'schedules.read' },
      schema: { tags, summary: 'One schedule', params: SchedulePath, response: answers({ 200: ScheduleView }) },
    },
    async ({ params }) => {
      const queue = await context.queues.get(params.queue);
      const schedule = await withFields(PLACES, () => queue.schedules.get(params.id));
      if (!schedule) throw new ScheduleMissingError(params.id);
      return show(context, queue, schedule);
    },
  );
}

function putRoute(app: App, context: Context): void {
  app.put(
    ONE,
    {
      config: { action: 'schedules.set' },
      schema: {
        tags,
        summary: 'Set a schedule',
        description: 'With what it says already, nothing changes; with anything else its slots begin anew.',
        params: SchedulePath,
        body: ScheduleBody,
        response: answers({ 200: ScheduleView }),
      },
    },
    async ({ params, body }) => {
      const queue = await context.queues.get(params.queue);
      const set = await withFields(PLACES, () => queue.schedules.upsert(params.id, settingsOf(body)));
      return show(context, queue, set);
    },
  );
}

const settingsOf = ({ until, ...rest }: ScheduleInput): ScheduleSettings => ({
  ...rest,
  ...(until === undefined ? {} : { until: toDate(until) }),
});

function removeRoute(app: App, { queues }: Context): void {
  app.delete(
    ONE,
    {
      config: { action: 'schedules.remove' },
      schema: {
        tags,
        summary: 'Forget a schedule; its jobs stay',
        params: SchedulePath,
        response: answers({ 204: Type.Null({ description: 'It is gone.' }) }),
      },
    },
    async ({ params }, reply) => {
      const queue = await queues.get(params.queue);
      const isGone = await withFields(PLACES, () => queue.schedules.remove(params.id));
      if (!isGone) throw new ScheduleMissingError(params.id);
      return reply.code(204).send(null);
    },
  );
}

function runRoute(app: App, { queues }: Context): void {
  app.post(
    `${ONE}/run`,
    {
      config: { action: 'schedules.run' },
      schema: {
        tags,
        summary: 'Add its job now',
        description: 'Also while it is paused. Its slots do not change.',
        params: SchedulePath,
        response: answers({ 201: Type.Object({ id: Type.String({ description: 'The id of the job.' }) }) }),
      },
    },
    async ({ params }, reply) => {
      const queue = await queues.get(params.queue);
      const { id } = await withFields(PLACES, () => queue.schedules.run(params.id));
      return reply.code(201).send({ id });
    },
  );
}

function pauseRoutes(app: App, context: Context): void {
  for (const deed of ['pause', 'resume'] as const) {
    app.post(
      `${ONE}/${deed}`,
      {
        config: { action: 'schedules.pause' },
        schema: {
          tags,
          summary: deed === 'pause' ? 'No slot of it gets a job until it is resumed' : 'It goes on with its next slot',
          params: SchedulePath,
          response: answers({ 200: ScheduleView }),
        },
      },
      async ({ params }) => {
        const queue = await context.queues.get(params.queue);
        await withFields(PLACES, () => queue.schedules[deed](params.id));
        const schedule = await queue.schedules.get(params.id);
        if (!schedule) throw new ScheduleMissingError(params.id);
        return show(context, queue, schedule);
      },
    );
  }
}
