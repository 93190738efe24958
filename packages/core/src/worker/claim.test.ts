import { expect, test } from 'vitest';
import { JobAbortedError } from '../errors.js';
import { Claim } from './claim.js';

const claim = (held: string, tries?: string): Claim => new Claim('job-1', 'w', held, 'message', tries, 0, 0);

test.each([
  ['1700000000000001', 'w/1700000000000001', false],
  ['1700000000000001s', 'w/1700000000000001', true],
  ['1700000000000001e', 'w/1700000000000001', false],
  ['1700000000000001se', 'w/1700000000000001', true],
  [`1700000000000001${'.'.repeat(50)}`, 'w/1700000000000001', false],
])('the token of a claim that holds %s is %s', (held, token, isSuspect) => {
  expect(claim(held)).toMatchObject({ token, isSuspect });
});

test.each([
  [undefined, 0],
  ['0 2 -', 0],
  ['3 0 br', 3],
  ['12 1 -', 12],
])('tries of %j are %i failures', (tries, failures) => {
  expect(claim('1', tries).failures).toBe(failures);
});

test('a signal that was asked for before the abort is aborted with its reason, once', () => {
  const running = claim('1');
  const { signal } = running;
  expect(signal.aborted).toBe(false);
  running.abort('shutdown');
  running.abort('lost');
  expect(signal.reason).toBeInstanceOf(JobAbortedError);
  expect(signal.reason).toMatchObject({ reason: 'shutdown', id: 'job-1' });
  expect(running.aborted).toBe('shutdown');
});

test('one that is asked for later is aborted from the start', () => {
  const running = claim('1');
  running.abort('lost');
  expect(running.signal.reason).toMatchObject({ reason: 'lost' });
  expect(running.signal).toBe(running.signal);
});

test('a claim that is over is aborted no more', () => {
  const over = claim('1');
  over.state = 'over';
  over.abort('shutdown');
  expect(over.aborted).toBeUndefined();
  expect(over.signal.aborted).toBe(false);
});
