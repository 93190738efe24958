import { expect, it } from 'vitest';
import { readQueueChoices } from './read-queue-choices.js';

it('reads names and weights', () => {
  expect(readQueueChoices([], false)).toStrictEqual([]);
  expect(readQueueChoices(['mail', 'bulk=2', 'slow=0.5', 'a=b=3'], false)).toStrictEqual([
    { name: 'mail', weight: undefined },
    { name: 'bulk', weight: 2 },
    { name: 'slow', weight: 0.5 },
    { name: 'a=b', weight: 3 },
  ]);
  expect(readQueueChoices(['mail', 'bulk'], true).map(({ name }) => name)).toStrictEqual(['mail', 'bulk']);
});

it.each([
  ['mail=', false, '--queue mail=: expected a weight from 0.001 to 1000000'],
  ['mail=0', false, '--queue mail=0: expected a weight'],
  ['mail=-1', false, '--queue mail=-1: expected a weight'],
  ['mail=1e3', false, '--queue mail=1e3: expected a weight'],
  ['mail=2000000', false, '--queue mail=2000000: expected a weight'],
  ['=2', false, '--queue =2: expected 1 to 128 characters'],
  ['my mail', false, '--queue my mail: expected 1 to 128 characters'],
  ['a:b', false, '--queue a:b: expected 1 to 128 characters'],
  ['mail=2', true, '--queue mail=2: with --strict'],
])('refuses %s', (text, strict, message) => {
  expect(() => readQueueChoices([text], strict)).toThrow(
    expect.objectContaining({ code: 'ERR_USAGE', message: expect.stringContaining(message) }),
  );
});

it('refuses a queue that is chosen twice', () => {
  expect(() => readQueueChoices(['mail', 'bulk', 'mail=2'], false)).toThrow('--queue mail: it is chosen twice');
});
