import { type Static, Type } from 'typebox';
import { Moment, QueueName } from './shared.js';

const Count = Type.Integer({ minimum: 0 });

const Counts = Type.Object({
  waiting: Count,
  prioritized: Count,
  delayed: Count,
  parked: Count,
  active: Count,
  suspect: Count,
  completed: Count,
  failed: Count,
  cancelled: Count,
  expired: Count,
});

const Limits = Type.Object({
  rate: Type.Optional(Type.Object({ max: Type.Integer(), per: Type.Number({ description: 'ms' }) })),
  concurrency: Type.Optional(Type.Integer()),
  depth: Type.Optional(Type.Object({ max: Type.Integer(), onFull: Type.Enum(['reject', 'dropOldest']) })),
});

export const QueueView = Type.Object(
  {
    name: QueueName,
    counts: Counts,
    oldestWaitingMs: Type.Number({ description: 'How long the job waits that waits longest, ms; 0 when none waits.' }),
    paused: Type.Boolean(),
    pausedAt: Type.Optional(Moment),
    limits: Limits,
    workers: Type.Integer({ description: 'How many workers have a lease.' }),
    workerStates: Type.Object(
      { alive: Count, quiet: Count, blocked: Count, dead: Count },
      { description: 'How many workers are in each state.' },
    ),
    unhandled: Type.Array(Type.String(), { description: 'Names of parked jobs for which no worker has a handler.' }),
  },
  { description: 'A queue at a glance.' },
);

export type QueueView = Static<typeof QueueView>;
