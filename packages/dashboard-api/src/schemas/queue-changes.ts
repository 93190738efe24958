// What is done with a whole queue: what comes in, and what goes out.
import { type Static, Type } from 'typebox';
import { closed, DurationInput, Moment, MomentInput } from './shared.js';

const Whole = (least: number) => Type.Integer({ minimum: least });
const orLifted = <T extends Parameters<typeof Type.Optional>[0]>(limit: T) =>
  Type.Optional(Type.Union([limit, Type.Null()]));

export const QueueChanges = closed(
  {
    paused: Type.Optional(Type.Boolean({ description: 'Whether workers start no job of this queue.' })),
    limits: Type.Optional(
      closed(
        {
          rate: orLifted(closed({ max: Whole(1), per: DurationInput })),
          concurrency: orLifted(Whole(1)),
          depth: orLifted(closed({ max: Whole(0), onFull: Type.Optional(Type.Enum(['reject', 'dropOldest'])) })),
        },
        { minProperties: 1, description: 'Limits to change; null lifts one, what is absent stays.' },
      ),
    ),
  },
  { minProperties: 1 },
);
export type QueueChanges = Static<typeof QueueChanges>;

export const Confirmation = closed({
  confirm: Type.String({ description: 'The name of the queue, so that none is destroyed by mistake.' }),
});

const AuditFields = closed({
  repair: Type.Optional(Type.Boolean({ description: 'Put right what can be put right safely. Default false.' })),
  deep: Type.Optional(
    Type.Boolean({ description: 'Also look for keys that nothing leads to, by a SCAN of the server. Default false.' }),
  ),
});
/** May be left out: null is what stands for no body. */
export const AuditOrder = Type.Unsafe<Static<typeof AuditFields> | null>({ ...AuditFields, type: ['object', 'null'] });
export type AuditOrder = Static<typeof AuditOrder>;

export const AuditReport = Type.Object(
  {
    checked: Type.Integer({ description: 'How many entries were looked at.' }),
    found: Type.Integer({ description: 'How many findings there are.' }),
    findings: Type.Array(
      Type.Object({
        code: Type.String(),
        message: Type.String(),
        id: Type.Optional(Type.String({ description: 'The job, or the schedule, where it is about one.' })),
        where: Type.Optional(Type.String({ description: 'Keys, without what all keys of the queue begin with.' })),
        repaired: Type.Optional(Type.Boolean()),
      }),
      { description: 'The findings, the first 1,000.' },
    ),
    unsure: Type.Integer({ description: 'Suspicions that were not followed.' }),
  },
  { description: 'Whether what stands in Redis is sound.' },
);

export const HistoryQuery = closed({
  from: Type.Optional(MomentInput),
  to: Type.Optional(MomentInput),
  step: Type.Optional(
    Type.String({
      pattern: '^[0-9]+([.][0-9]+)?(ms|s|m|h|d)?$',
      examples: ['15m', '1h'],
      description: "How much time a point stands for: whole minutes, as '15m', or in milliseconds. Default '1m'.",
    }),
  ),
});

const Ended = Type.Integer({ minimum: 0 });
const Figures = Type.Optional(
  Type.Object({
    count: Type.Integer(),
    mean: Type.Number(),
    p50: Type.Number(),
    p95: Type.Number(),
  }),
);

export const HistoryPoint = Type.Object(
  {
    at: Moment,
    completed: Ended,
    failed: Ended,
    retried: Ended,
    cancelled: Ended,
    expired: Ended,
    recovered: Ended,
    waitMs: Figures,
    runMs: Figures,
  },
  { description: 'What happened in one step of time.' },
);
