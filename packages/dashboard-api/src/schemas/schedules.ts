import type { Schedule } from '@longshore/core';
import { type Static, Type } from 'typebox';
import { Cursor, closed, DurationInput, Limit, Moment, MomentInput, QueueName } from './shared.js';

const ScheduleId = Type.String({ minLength: 1, maxLength: 100, description: 'The id of the schedule.' });
const Misfire = Type.Enum(['skip', 'once', 'all'], {
  description: "What becomes of slots that no worker ticked in time. Default 'once': the last of them gets a job.",
});
const Overlap = Type.Enum(['allow', 'skip'], {
  description: "'skip': a slot gets no job while the job of the slot before has not ended. Default 'allow'.",
});
const JobOptions = Type.Object(
  {},
  { description: 'Options of each job: attempts, backoff, timeout, priority, lifo, expiresIn, keep.' },
);
const AtMost = Type.Integer({ minimum: 1, description: 'How many jobs it makes at most.' });

export const SchedulePath = closed({ queue: QueueName, id: ScheduleId });
export const SchedulesQuery = closed({ limit: Limit, cursor: Cursor });

/** What the library checks further: patterns, time zones, data against schemas, options of jobs. */
export const ScheduleInput = closed({
  cron: Type.Optional(Type.String({ maxLength: 1000, description: 'Either this or `every`.' })),
  timeZone: Type.Optional(Type.String({ maxLength: 100, description: "Of `cron`; default 'UTC'." })),
  every: Type.Optional(DurationInput),
  misfire: Type.Optional(Misfire),
  overlap: Type.Optional(Overlap),
  until: Type.Optional(MomentInput),
  limit: Type.Optional(AtMost),
  name: Type.String({ description: 'The name of its jobs.' }),
  data: Type.Unknown({ description: 'The data of its jobs; at most 1 MiB.' }),
  options: Type.Optional(JobOptions),
});
export type ScheduleInput = Static<typeof ScheduleInput>;

const SHOWN = {
  id: ScheduleId,
  cron: Type.Optional(Type.String()),
  timeZone: Type.Optional(Type.String()),
  every: Type.Optional(Type.Number({ description: 'ms' })),
  until: Type.Optional(Moment),
  limit: Type.Optional(AtMost),
  misfire: Misfire,
  overlap: Overlap,
  name: Type.String({ description: 'The name of its jobs.' }),
  options: Type.Optional(JobOptions),
  paused: Type.Boolean(),
  next: Type.Optional(
    Type.Number({ description: 'Its next slot, ms; absent while it is paused, and when it is over.' }),
  ),
  overdueMs: Type.Number({ description: 'How late its next slot is: 0 unless no worker ticks.' }),
  runs: Type.Integer({ description: 'How many jobs it has made since it was last changed.' }),
  lastRun: Type.Optional(Moment),
  lastSlot: Type.Optional(Moment),
  lastJobId: Type.Optional(Type.String()),
};

export const ListedSchedule = Type.Object(SHOWN, { description: 'A schedule, without the data of its jobs.' });

export const ScheduleView = Type.Object(
  {
    ...SHOWN,
    data: Type.Unknown({ description: 'The data of its jobs; a text, where it is cut.' }),
    truncated: Type.Boolean({ description: 'Whether the data is the beginning of its JSON only: it has over 16 KiB.' }),
    sealedBy: Type.Optional(
      Type.String({ description: 'The id of the codec that wrote the data, where it could not be read.' }),
    ),
  },
  { description: 'A schedule as it is now.' },
);

export const SchedulePage = Type.Object({
  schedules: Type.Array(ListedSchedule),
  cursor: Type.Optional(Type.String({ description: 'Where the next page begins; absent on the last.' })),
});

/** A schedule as lists have it. */
export const listed = ({ data: _data, sealedBy: _sealedBy, ...rest }: Schedule): Static<typeof ListedSchedule> => rest;
