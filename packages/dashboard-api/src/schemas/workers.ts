import { type Static, Type } from 'typebox';
import { closed, Moment, QueueName } from './shared.js';

const WorkerState = Type.Enum(['alive', 'quiet', 'blocked', 'dead'], {
  description:
    'blocked: a handler keeps its event loop from turning; quiet: it takes nothing new; dead: its lease is over.',
});
const Handlers = Type.Array(Type.String(), { description: 'The names of the jobs that it runs; * for all.' });
const LeaseLeft = Type.Number({ description: 'How long its lease still holds, ms; 0 when it is over.' });
const Active = Type.Integer({ description: 'How many jobs of this queue it holds.' });

/** What is so for a whole process, over all its queues. */
const OF_PROCESS = {
  process: Type.String({ description: 'The id of the process.' }),
  host: Type.String(),
  pid: Type.Integer(),
  version: Type.String(),
  state: WorkerState,
  slots: Type.Optional(Type.Integer({ description: 'Of the process; absent until its first heartbeat.' })),
  busy: Type.Optional(Type.Integer()),
  leaked: Type.Integer({ description: 'Slots that handlers hold which did not stop when they were told to.' }),
  memory: Type.Optional(Type.Number({ description: 'Of the process, bytes.' })),
  lag: Type.Optional(Type.Number({ description: 'How late its event loop was at worst, ms.' })),
  since: Moment,
};

export const WorkerView = Type.Object(
  {
    id: Type.String({ description: 'Of this registration.' }),
    ...OF_PROCESS,
    handlers: Handlers,
    leaseLeftMs: LeaseLeft,
    active: Active,
  },
  { description: 'A worker of a queue.' },
);

export const ProcessView = Type.Object(
  {
    ...OF_PROCESS,
    queues: Type.Array(
      Type.Object({
        name: QueueName,
        id: Type.String({ description: 'Of its registration on this queue.' }),
        state: WorkerState,
        handlers: Handlers,
        leaseLeftMs: LeaseLeft,
        active: Active,
      }),
    ),
  },
  { description: 'A process with workers.' },
);
export type ProcessView = Static<typeof ProcessView>;

export const ProcessPath = closed({
  process: Type.String({ minLength: 1, maxLength: 200, description: 'The id of the process, as workers tell it.' }),
});

export const OrderOutcome = Type.Object({
  queues: Type.Array(QueueName, { description: 'The queues on which the process has workers that are alive.' }),
  reached: Type.Integer({
    description: 'On how many queues somebody was listening; 0: the process did not hear it.',
  }),
});
