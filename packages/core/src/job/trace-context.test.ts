import { describe, expect, test } from 'vitest';
import { readTrace, traceOf, traceText } from './trace-context.js';

const PARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

test.each([
  ['alone', { traceparent: PARENT }],
  ['with a state', { traceparent: PARENT, tracestate: 'rojo=00f067aa0ba902b7, t61@vendor=a b' }],
])('a trace context comes back, %s', (_how, trace) => {
  const text = readTrace(trace, 'options.trace');
  expect(traceOf(text)).toEqual(trace);
  expect(traceText(trace)).toBe(text);
});

const WRONG_PARENTS = [
  '',
  'x',
  PARENT.toUpperCase(),
  `${PARENT}-more`,
  `${PARENT}\n`,
  PARENT.replace(/^00/, 'ff'),
  PARENT.replace(/^00/, '01'),
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`,
  PARENT.repeat(10_000),
];

describe('a traceparent that is none', () => {
  test.each(WRONG_PARENTS)('%.60s', (traceparent) => {
    expect(() => readTrace({ traceparent }, 'options.trace')).toThrow(
      expect.objectContaining({ field: 'options.trace.traceparent' }),
    );
    expect(traceText({ traceparent })).toBeUndefined();
    expect(traceOf(traceparent)).toBeUndefined();
  });

  test.each([undefined, null, 5, {}, ['a']])('in a message: %j', (text) => expect(traceOf(text)).toBeUndefined());
});

const WRONG_STATES = [
  '',
  'novalue',
  'a=',
  'UPPER=1',
  'a=1,a=2',
  'a=b=c',
  'a=ü',
  'a=1\n',
  `a=${'x'.repeat(600)}`,
  Array.from({ length: 33 }, (_, i) => `k${i}=1`).join(','),
  ' '.repeat(100_000),
];

test.each(WRONG_STATES)(
  'a tracestate that is none is an error as an option, and left out elsewhere: %.40s',
  (state) => {
    const trace = { traceparent: PARENT, tracestate: state };
    expect(() => readTrace(trace, 'options.trace')).toThrow(
      expect.objectContaining({ field: 'options.trace.tracestate' }),
    );
    expect(traceText(trace)).toBe(PARENT);
    expect(traceOf(`${PARENT} ${state}`)).toEqual({ traceparent: PARENT });
  },
);

test('a trace without a traceparent, and one with other words, are errors', () => {
  expect(() => readTrace({}, 'trace')).toThrow(expect.objectContaining({ field: 'trace.traceparent' }));
  expect(() => readTrace(null, 'trace')).toThrow(expect.objectContaining({ field: 'trace' }));
  expect(() => readTrace({ traceparent: PARENT, baggage: 'a=1' }, 'trace')).toThrow(
    expect.objectContaining({ field: 'trace.baggage' }),
  );
});
