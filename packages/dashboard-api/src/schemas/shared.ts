// Schemas that several routes use. Unknown keys of what comes in are errors; numbers out of range are too, but for `limit`,
// which is clamped: who asks for a million gets a page.
import type { Duration } from '@longshore/core';
import { type TObject, type TProperties, Type } from 'typebox';

/** An object that has these keys and no others. */
export const closed = <P extends TProperties>(properties: P, options: object = {}): TObject<P> =>
  Type.Object(properties, { ...options, additionalProperties: false });

/** A W3C Trace Context. */
export const Trace = closed(
  { traceparent: Type.String(), tracestate: Type.Optional(Type.String()) },
  { description: 'Where the job stands in a trace (W3C Trace Context).' },
);

/** The body of a POST that says all by its path: none, or an empty object. Null is what stands for none. */
export const NoBody = Type.Unsafe<object | null>({ type: ['object', 'null'], additionalProperties: false });

export const QueueName = Type.String({ minLength: 1, maxLength: 128, description: 'The name of the queue.' });
export const JobId = Type.String({ minLength: 1, maxLength: 200, description: 'The id of the job.' });
export const Moment = Type.Number({ description: "Milliseconds since 1970, by Redis's clock." });

const DURATION = '^[0-9]+([.][0-9]+)?(ms|s|m|h|d)$';

/** A length of time as the library takes it: milliseconds, or a text. Ajv checks each rule for the type that it is about. */
export const DurationInput = Type.Unsafe<Duration>({
  type: ['number', 'string'],
  minimum: 0,
  pattern: DURATION,
  description: "Milliseconds, or a text like '30s', '5m', '1h'.",
  examples: ['30s', '5m', 1500],
});

/** A point in time as a person or a program writes it. In a query milliseconds are a text too. */
export const MomentInput = Type.Unsafe<number | string>({
  type: ['number', 'string'],
  minimum: 0,
  maximum: 8.64e15,
  pattern:
    '^([0-9]{1,16}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?)$',
  description: 'Milliseconds since 1970, or ISO 8601: 2030-01-31T09:00:00Z.',
  examples: ['2030-01-31T09:00:00Z', 1_900_000_000_000],
});

/** As the library takes it. One that is well written and none, such as the 31st of June, is told by the library. */
export const toDate = (moment: number | string): Date =>
  new Date(Number.isNaN(Number(moment)) ? moment : Number(moment));

export const QueuePath = closed({ queue: QueueName });
export const JobPath = closed({ queue: QueueName, id: JobId });

const MOST_AT_ONCE = 100;

/** How many entries a page has. Above 100 it is 100. */
export const Limit = Type.Optional(
  Type.Integer({
    minimum: 1,
    description: `How many at most; above ${MOST_AT_ONCE} it is ${MOST_AT_ONCE}. Default 50.`,
  }),
);

export const clamp = (limit = 50): number => Math.min(limit, MOST_AT_ONCE);

export const Cursor = Type.Optional(
  Type.String({ minLength: 1, maxLength: 1000, description: 'Where the page before ended.' }),
);

export const ProblemDocument = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String(),
    code: Type.String({ description: 'Stable: match on it.' }),
    field: Type.Optional(Type.String({ description: 'The parameter or the path in the body that is at fault.' })),
    ids: Type.Optional(
      Type.Array(Type.String(), { description: 'Of jobs that were not added, or of which that is unknown.' }),
    ),
    indexes: Type.Optional(Type.Array(Type.Integer(), { description: 'Where they stand in what was sent, from 0.' })),
    outcome: Type.Optional(Type.String({ description: 'Why a job could not be steered as it is.' })),
    requestId: Type.String(),
  },
  { description: 'A problem document (RFC 9457).' },
);
