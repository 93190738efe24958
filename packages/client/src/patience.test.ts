import { expect, test } from 'vitest';
import { askedForMs, patienceMs, sleep } from './patience.js';

test('patience grows to a limit, half of it by chance', () => {
  expect([0, 1, 2, 5, 50].map((failures) => patienceMs(failures, 1))).toEqual([500, 1000, 2000, 15_000, 15_000]);
  expect(patienceMs(2, 0)).toBe(1000);
});

test('a server may ask for more, but not for ever', () => {
  const after = (text?: string) => askedForMs(new Response(null, { headers: text ? { 'retry-after': text } : {} }));
  expect([after(), after('2'), after('soon'), after('-1'), after('1e9')]).toEqual([0, 2000, 0, 0, 60_000]);
});

test('a sleep ends with its signal', async () => {
  const aborter = new AbortController();
  const sleeping = sleep(1e6, aborter.signal);
  aborter.abort(new Error('enough'));
  await expect(sleeping).rejects.toThrow('enough');
  await expect(sleep(1, aborter.signal)).rejects.toThrow('enough');
});
