// What comes in to add jobs. Types and keys are checked here; ranges, names and what excludes what by the library, as for
// all who add jobs.
import type { AddOptions, Backoff, Duration } from '@longshore/core';
import { type Static, Type } from 'typebox';
import { closed, DurationInput, MomentInput, Trace, toDate } from './shared.js';

const duration = (description: string) => Type.Optional(Type.Unsafe<Duration>({ ...DurationInput, description }));
const whole = (description: string) => Type.Optional(Type.Integer({ description }));

const Policy = closed({
  type: Type.Enum(['fixed', 'exponential']),
  delay: duration("The first wait. Default '1s'."),
  max: duration("The longest wait. Default '10m'."),
  jitter: Type.Optional(
    Type.Number({ description: 'The share of the wait that is random, from 0 to 1. Default 0.5.' }),
  ),
});

const BackoffInput = Type.Unsafe<Backoff>({
  ...DurationInput,
  ...Policy,
  type: ['number', 'string', 'object'],
  description: 'The wait before the next attempt: the same each time, or a policy.',
});

const UniqueInput = closed(
  {
    key: Type.String(),
    until: Type.Optional(Type.Enum(['started', 'ended', 'window'], { description: "Default 'ended'." })),
    for: duration('How long the key is held at most; of a window, how long it is.'),
    onConflict: Type.Optional(Type.Enum(['keep', 'replace'], { description: "Default 'keep'." })),
  },
  { description: 'Only one job of this key at a time.' },
);

/** The options of the library, in JSON. */
const AddOptionsInput = closed({
  delay: duration('Run not before this has passed.'),
  runAt: Type.Optional(MomentInput),
  attempts: whole('How often it may be tried. Default 1.'),
  backoff: Type.Optional(BackoffInput),
  timeout: duration('How long a run may take.'),
  expiresIn: duration('It ends as expired unless it has started by then.'),
  priority: whole('From -1000 to 1000, lower first. Default 0.'),
  lifo: Type.Optional(Type.Boolean({ description: 'Before what waits already.' })),
  jobId: Type.Optional(Type.String({ description: 'An id of your own; one that is taken adds nothing.' })),
  unique: Type.Optional(UniqueInput),
  keep: duration('How long it is kept once it has ended.'),
  trace: Type.Optional(Trace),
});
type AddOptionsInput = Static<typeof AddOptionsInput>;

export const JobInput = closed({
  name: Type.String({ description: 'Which handler runs it.' }),
  data: Type.Optional(Type.Unknown({ description: 'JSON of at most 1 MiB. Default null.' })),
  options: Type.Optional(AddOptionsInput),
});
export type JobInput = Static<typeof JobInput>;

export const MOST_JOBS = 1000;
export const JobsInput = closed({ jobs: Type.Array(JobInput, { maxItems: MOST_JOBS }) });

export const AddedJob = Type.Object({
  id: Type.String({ description: 'Its id; where it was taken, or its unique key, that of the job that has it.' }),
  created: Type.Boolean({ description: 'False: nothing was added.' }),
});
export const AddedJobs = Type.Object({ jobs: Type.Array(AddedJob, { description: 'As they were sent.' }) });

/** As the library takes them. */
export const addOptions = ({ runAt, ...rest }: AddOptionsInput = {}): AddOptions => ({
  ...rest,
  ...(runAt === undefined ? {} : { runAt: toDate(runAt) }),
});
