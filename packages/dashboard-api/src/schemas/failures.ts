import { Type } from 'typebox';
import { JobName } from './jobs.js';
import { closed, Moment } from './shared.js';

export const MOST_SCANNED = 10_000;
export const MOST_GROUPS = 200;

export const FailuresQuery = closed({
  scan: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: `How many of the newest failed jobs to look at, in thousands: more are rounded up. Default 1000, at most ${MOST_SCANNED}.`,
    }),
  ),
  name: Type.Optional(JobName),
});

const FailureGroup = Type.Object(
  {
    key: Type.String({ description: 'Stays the same for failures of this kind.' }),
    name: JobName,
    error: Type.Object(
      { name: Type.String(), code: Type.Optional(Type.String()), message: Type.String() },
      { description: 'In its message, numbers, ids and quoted texts are "…".' },
    ),
    count: Type.Integer(),
    firstAt: Moment,
    lastAt: Moment,
    sampleId: Type.String({ description: 'The last of them.' }),
    filter: Type.Object(
      { state: Type.Literal('failed'), name: JobName, error: Type.Optional(Type.String()) },
      { description: 'Finds them in lists and for actions, and whatever else says the same.' },
    ),
  },
  { description: 'Failures of one kind.' },
);

export const FailuresView = Type.Object({
  groups: Type.Array(FailureGroup, { description: `The one with the newest failure first; at most ${MOST_GROUPS}.` }),
  scanned: Type.Integer({ description: 'How many failed jobs were looked at, the newest.' }),
  complete: Type.Boolean({ description: 'Whether those were all, and all groups are here.' }),
});
