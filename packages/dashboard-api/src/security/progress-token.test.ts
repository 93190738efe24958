import { expect, test, vi } from 'vitest';
import { createProgressToken, readProgressToken } from './progress-token.js';

const secret = 'a secret of at least 32 characters';
const options = { secret, queue: 'video', id: 'a/b' };

test('a token is good for its job until it ends', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const token = createProgressToken({ ...options, expiresIn: '1m' });
  expect(token).toMatch(/^[\w.-]+$/);
  expect(readProgressToken(secret, token, 'video', 'a/b')).toBe(1_060_000);
  expect(readProgressToken(secret, token, 'video', 'a')).toBeUndefined();
  expect(readProgressToken(secret, token, 'audio', 'a/b')).toBeUndefined();
  expect(readProgressToken(`${secret}!`, token, 'video', 'a/b')).toBeUndefined();
  vi.setSystemTime(1_060_000);
  expect(readProgressToken(secret, token, 'video', 'a/b')).toBeUndefined();
  vi.useRealTimers();
});

test('no character of it can be changed', () => {
  const token = createProgressToken(options);
  for (let i = 0; i < token.length - 1; i++)
    for (const other of ['a', 'b', '.', ''])
      if (token[i] !== other)
        expect(
          readProgressToken(secret, token.slice(0, i) + other + token.slice(i + 1), 'video', 'a/b'),
        ).toBeUndefined();
});

test('wrong options name the field', () => {
  expect(() => createProgressToken({ ...options, secret: 'short' })).toThrow('options.secret');
  expect(() => createProgressToken({ ...options, expiresIn: 'soon' as never })).toThrow('options.expiresIn');
});
