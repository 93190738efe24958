import { type Static, Type } from 'typebox';
import { JobName, Sought, State } from './jobs.js';
import { closed, DurationInput, JobId, MomentInput } from './shared.js';

const Reason = Type.Optional(
  Type.String({ description: 'For people; kept with the job. At most 1,000 characters. Default `cancelled`.' }),
);

const Cancelling = closed({ reason: Reason });
/** May be left out: null is what stands for no body. */
export const CancelOrder = Type.Unsafe<Static<typeof Cancelling> | null>({ ...Cancelling, type: ['object', 'null'] });

export const RescheduleOrder = closed(
  { delay: Type.Optional(DurationInput), runAt: Type.Optional(MomentInput) },
  { description: 'One of the two: how long from now, or when.' },
);

export const Outcome = Type.Object({ outcome: Type.String() });

const DEEDS = ['retry', 'cancel', 'promote', 'remove'] as const;
const MOST_IDS = 1000;
export const MOST_STEERED = 10_000;

export const ManyOrder = closed({
  action: Type.Enum(DEEDS),
  filter: closed(
    {
      state: Type.Optional(State),
      name: Type.Optional(JobName),
      error: Type.Optional(Sought),
      ids: Type.Optional(Type.Array(JobId, { maxItems: MOST_IDS })),
    },
    {
      description:
        'Jobs of one state (retry: by default failed; promote: delayed), narrowed by name and error; or those of these ids, of them only those in that state.',
    },
  ),
  dryRun: Type.Optional(Type.Boolean({ description: 'Count what matches and change nothing. Default false.' })),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: `How many jobs one request takes; by default and at most ${MOST_STEERED}.`,
    }),
  ),
  reason: Reason,
});
export type ManyOrder = Static<typeof ManyOrder>;

export const ManyOutcome = Type.Object({
  matched: Type.Integer({ description: 'How many jobs it met.' }),
  changed: Type.Integer({ description: 'With how many it was done; fewer where jobs went their own way meanwhile.' }),
  more: Type.Boolean({ description: 'It ended at its limit: there may be more. Send it again while it changes any.' }),
});
export type ManyOutcome = Static<typeof ManyOutcome>;
