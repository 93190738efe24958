import { type Static, Type } from 'typebox';
import { STATES } from '../jobs/states.js';
import { Cursor, closed, JobId, Limit, Moment, Trace } from './shared.js';

const Count = Type.Integer({ minimum: 0 });
const Ms = Type.Number({ minimum: 0, description: 'ms' });

export const State = Type.Enum(STATES);
export const JobName = Type.String({ minLength: 1, maxLength: 200, description: 'The name of the job.' });
export const Sought = Type.String({
  minLength: 1,
  description: 'Only jobs whose error (its name, message or code) or whose reason contains this.',
});

const ERROR = {
  name: Type.String(),
  message: Type.String(),
  code: Type.Optional(Type.String()),
};
export const JobError = Type.Object({ ...ERROR, stack: Type.Optional(Type.String()) });

/** What lists and single jobs have alike. */
const COMMON = {
  id: JobId,
  name: JobName,
  state: State,
  addedAt: Moment,
  attempts: Type.Integer({
    minimum: 0,
    description: 'How many attempts have failed, or were made in all once it has ended.',
  }),
  crashes: Type.Integer({ minimum: 0, description: 'How many workers have died over it.' }),
  dueAt: Type.Optional(Moment),
  takenAt: Type.Optional(Moment),
  worker: Type.Optional(Type.String({ description: 'The worker that has it, or in which it ended.' })),
  endedAt: Type.Optional(Moment),
  runMs: Type.Optional(Ms),
  reason: Type.Optional(Type.String({ description: 'Why it was cancelled or expired.' })),
};

export const ListedJob = Type.Object({
  ...COMMON,
  priority: Type.Optional(Type.Integer({ description: 'Lower first; of those that have one.' })),
  error: Type.Optional(Type.Object(ERROR)),
});
export type ListedJob = Static<typeof ListedJob>;

export const JobPage = Type.Object({
  jobs: Type.Array(ListedJob),
  cursor: Type.Optional(Type.String({ description: 'Where the next page begins; absent after the last one.' })),
});

export const JobQuery = closed({
  state: Type.Optional(State),
  name: Type.Optional(JobName),
  error: Type.Optional(Sought),
  order: Type.Optional(Type.Enum(['oldest', 'newest'])),
  cursor: Cursor,
  limit: Limit,
});

const PastRun = Type.Object({
  is: Type.Enum(['failed', 'crashed']),
  attempt: Type.Optional(Count),
  crash: Type.Optional(Count),
  worker: Type.String(),
  startedAt: Type.Optional(Moment),
  runMs: Type.Optional(Ms),
  error: Type.Optional(JobError),
  endedAt: Moment,
});

const OwnOptions = Type.Object({
  attempts: Type.Optional(Count),
  backoff: Type.Optional(
    Type.Object({
      type: Type.Enum(['fixed', 'exponential']),
      delay: Ms,
      max: Ms,
      jitter: Type.Number(),
    }),
  ),
  timeout: Type.Optional(Ms),
  priority: Type.Optional(Type.Integer()),
  lifo: Type.Optional(Type.Boolean()),
  keep: Type.Optional(Ms),
  unique: Type.Optional(Type.Object({ key: Type.String(), until: Type.Enum(['started', 'ended', 'window']) })),
});

export const JobView = Type.Object(
  {
    ...COMMON,
    data: Type.Unknown({ description: 'What it was added with.' }),
    sealedBy: Type.Optional(
      Type.String({ description: 'The codec that wrote data or result, where it cannot be read here.' }),
    ),
    options: OwnOptions,
    history: Type.Array(PastRun, { description: 'The last runs that did not end it, the oldest first.' }),
    expiresAt: Type.Optional(Moment),
    trace: Type.Optional(Trace),
    parkedAs: Type.Optional(Type.String({ description: 'The name for which no worker has had a handler.' })),
    cancelling: Type.Optional(Type.String({ description: 'Why its worker was told to stop it.' })),
    progress: Type.Optional(Type.Object({ seq: Type.Integer(), at: Moment, value: Type.Unknown() })),
    checkpoint: Type.Optional(Type.Unknown()),
    result: Type.Optional(Type.Unknown({ description: 'What its handler returned.' })),
    error: Type.Optional(JobError),
    truncated: Type.Array(Type.Enum(['data', 'result', 'progress', 'checkpoint']), {
      description: 'Which of its values were too large to be shown: each of them is the beginning of its JSON, a text.',
    }),
  },
  { description: 'A job with everything that is kept of it.' },
);
export type JobView = Static<typeof JobView>;
