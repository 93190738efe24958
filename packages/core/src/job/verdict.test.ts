import { expect, test } from 'vitest';
import { RetryLaterError, UnrecoverableError } from '../errors.js';
import { type Circumstances, judgeFailure } from './verdict.js';

const FIXED = { type: 'fixed', delay: 700, max: 700, jitter: 0 } as const;
const usual: Circumstances = { attempt: 1, attempts: 3, delay: FIXED, early: false, aborted: undefined };
const boom = new Error('boom');
/** As another copy of this package would throw it. */
const foreign = (code: string, more = {}) => Object.assign(new Error('foreign'), { code, ...more });

const CASES: [what: string, error: unknown, at: Partial<Circumstances>, verdict: object][] = [
  ['an attempt is left', boom, {}, { kind: 'retry', delayMs: 700 }],
  ['it was the last attempt', boom, { attempt: 3 }, { kind: 'failed' }],
  ['there was one more than there may be', boom, { attempt: 4 }, { kind: 'failed' }],
  ['only one may be', boom, { attempts: 1 }, { kind: 'failed' }],
  ['something else than an error was thrown', 'boom', {}, { kind: 'retry', delayMs: 700 }],
  ['nothing was thrown', undefined, {}, { kind: 'retry', delayMs: 700 }],
  ['another attempt would end alike', boom, { final: true }, { kind: 'failed' }],
  [
    'another attempt would end alike, while the worker shuts down',
    boom,
    { final: true, aborted: 'shutdown' },
    { kind: 'released' },
  ],
  ['it cannot recover', new UnrecoverableError('no'), {}, { kind: 'failed' }],
  ['it cannot recover, says another copy', foreign('ERR_UNRECOVERABLE'), {}, { kind: 'failed' }],
  ['it shall run later', new RetryLaterError('5m'), {}, { kind: 'postponed', delayMs: 300_000 }],
  [
    'it shall run later, at its last attempt',
    new RetryLaterError(9),
    { attempt: 3 },
    { kind: 'postponed', delayMs: 9 },
  ],
  [
    'it shall run later, says another copy',
    foreign('ERR_RETRY_LATER', { delayMs: 9 }),
    {},
    { kind: 'postponed', delayMs: 9 },
  ],
  ['the worker shuts down', boom, { aborted: 'shutdown' }, { kind: 'released' }],
  ['the worker shuts down at the last attempt', boom, { aborted: 'shutdown', attempt: 3 }, { kind: 'released' }],
  ['it was acknowledged early', boom, { early: true }, { kind: 'failed' }],
  [
    'it was acknowledged early, and the worker shuts down',
    boom,
    { early: true, aborted: 'shutdown' },
    { kind: 'failed' },
  ],
  ['it was acknowledged early and would run later', new RetryLaterError(9), { early: true }, { kind: 'failed' }],
  ['its own process died', boom, { crashed: true }, { kind: 'crashed' }],
  ['its own process died at the last attempt', boom, { crashed: true, attempt: 3 }, { kind: 'crashed' }],
  [
    'its own process died while the worker shuts down',
    boom,
    { crashed: true, aborted: 'shutdown' },
    { kind: 'crashed' },
  ],
  ['its own process died, and it was acknowledged early', boom, { crashed: true, early: true }, { kind: 'failed' }],
  ['its own process died, and the lease is lost', boom, { crashed: true, aborted: 'lost' }, { kind: 'lost' }],
  ['the lease is lost', boom, { aborted: 'lost' }, { kind: 'lost' }],
  ['the lease is lost, acknowledged early', boom, { aborted: 'lost', early: true }, { kind: 'lost' }],
  ['a wait of its own', boom, { delay: (attempt) => attempt * 10.4 }, { kind: 'retry', delayMs: 10 }],
  ['a wait that is negative', boom, { delay: () => -5 }, { kind: 'retry', delayMs: 0 }],
  ['a wait that is no number', boom, { delay: () => Number.NaN }, { kind: 'retry', delayMs: 0 }],
];

test.each(CASES)('%s', (_what, error, at, verdict) => {
  expect(judgeFailure(error, { ...usual, ...at })).toEqual(verdict);
});

test('a wait of its own is told the attempt and the error', () => {
  const asked: unknown[] = [];
  const delay = (...told: unknown[]): number => asked.push(told);
  judgeFailure(boom, { ...usual, attempt: 2, delay });
  expect(asked).toEqual([[2, boom]]);
});
