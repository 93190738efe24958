import { Type } from 'typebox';
import { JobError, State } from './jobs.js';
import { closed, Moment } from './shared.js';

export const LONGEST_WAIT_MS = 25_000;

export const ResultQuery = closed({
  wait: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: `How long to wait for its end, ms; above ${LONGEST_WAIT_MS} it is that. Default 0: not at all.`,
    }),
  ),
});

const ENDING = { id: Type.String(), state: State };
export const Ending = Type.Object(
  {
    ...ENDING,
    result: Type.Optional(Type.Unknown({ description: 'What its handler returned; of completed ones.' })),
    sealedBy: Type.Optional(Type.String({ description: 'The codec that wrote the result, where it cannot be read.' })),
    error: Type.Optional(JobError),
    reason: Type.Optional(Type.String({ description: 'Why it was cancelled or expired.' })),
    endedAt: Type.Optional(Moment),
  },
  { description: 'How it ended.' },
);
export const Underway = Type.Object(ENDING, { description: 'It has not ended: ask again.' });

export const MOST_LINES = 1000;
export const LogQuery = closed({
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: `Only the last so many; above ${MOST_LINES}, which is as many as are kept, it is that. Default 100.`,
    }),
  ),
});
export const Log = Type.Object({
  lines: Type.Array(Type.Object({ at: Moment, text: Type.String() }), { description: 'The oldest first.' }),
});

export const Explanation = Type.Object({
  state: State,
  reasons: Type.Array(
    Type.Object({
      code: Type.String({ description: 'Stable: match on it.' }),
      message: Type.String(),
      until: Type.Optional(Moment),
      since: Type.Optional(Moment),
      ahead: Type.Optional(Type.Integer({ description: 'How many go before it, about.' })),
      worker: Type.Optional(Type.String()),
    }),
    { description: 'What holds it up, or what became of it; the first is what must change first.' },
  ),
});
