import { Type } from 'typebox';
import { closed, Moment } from './shared.js';

export const Seq = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Rises with each notice and never falls.',
});

const Since = Type.Optional(
  Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'The seq of the last notice that is known: only newer ones count. Default 0: any.',
  }),
);

const Wait = Type.Optional(
  Type.Integer({
    minimum: 0,
    description: 'How long to wait for a newer notice, ms; above 25,000 it is 25,000, which is the default.',
  }),
);

export const NoticeQuery = closed({ since: Since, wait: Wait });

/** Of a job's progress; `token` is looked at before anything else is. */
export const ProgressQuery = closed({
  since: Since,
  wait: Wait,
  token: Type.Optional(Type.String({ maxLength: 200, description: 'A token of this job, instead of another login.' })),
});

export const ProgressToken = Type.Object({
  token: Type.String({ description: 'Lets whoever has it watch this job, and do nothing else.' }),
  url: Type.String({ description: 'Where to watch, with the token.' }),
  expiresAt: Type.Number({ description: 'When it ends, ms since 1970, by the clock of the API.' }),
});

/** What an EventSource sends when it comes back. Other headers are not looked at. */
export const LastEventId = Type.Object({
  'last-event-id': Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Sent by browsers when they reconnect to a stream of events; wins over `since`.',
    }),
  ),
});

export const Notice = Type.Object(
  {
    value: Type.Unknown({ description: 'What was posted; null in the last notice of a job that has posted nothing.' }),
    seq: Seq,
    at: Moment,
    state: Type.Optional(
      Type.Enum(['completed', 'failed', 'cancelled', 'expired', 'removed'], {
        description: 'How the job ended; its last notice has it, and no other.',
      }),
    ),
    next_update_url: Type.Union([Type.String(), Type.Null()], {
      description: 'Ask there for the next notice; null behind the last notice of a job.',
    }),
  },
  { description: 'A notice. As server-sent events: `id` is its seq and `data` this document.' },
);

export const NothingNew = Type.Null({ description: 'Nothing newer; nothing more will come where the job has ended.' });

const BoardName = Type.String({ minLength: 1, maxLength: 128, description: 'The name of the board.' });
export const BoardPath = closed({ name: BoardName });
