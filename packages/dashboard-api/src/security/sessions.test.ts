import { expect, test } from 'vitest';
import { Sessions } from './sessions.js';
import { TokenBook } from './token-book.js';

const TOKEN = 'a token of the test';
const book = new TokenBook([{ token: TOKEN, name: 'ada', role: 'read' }]);
const sessions = new Sessions(book, 'a secret of the test, long enough for it');
const known = book.find(TOKEN) ?? expect.fail();
const SCOPE = { path: '/jobs', secure: true };

test('a session holds for twelve hours', () => {
  const header = sessions.open(known, SCOPE, 0).split(';', 1)[0];
  expect(sessions.find(header, 12 * 3_600_000 - 1)?.principal.name).toBe('ada');
  expect(sessions.find(header, 12 * 3_600_000)).toBeUndefined();
});

test('a path that would end the attribute is none', () => {
  expect(sessions.open(known, { path: '/jobs; Domain=example.com', secure: false })).toMatch(/; Path=\/; Max-Age/);
  expect(sessions.open(known, SCOPE)).toMatch(/; Path=\/jobs; .*; Secure$/);
});

test('what was signed for something else is no session', () => {
  const other = new Sessions(book, 'another secret of the test, long enough');
  expect(sessions.find(other.open(known, SCOPE).split(';', 1)[0])).toBeUndefined();
});
