import { describe, expect, test } from 'vitest';
import { commonPart, evenMessage } from './even-message.js';

describe('evenMessage', () => {
  test.each([
    ['order 17 not found', 'order … not found'],
    ['connect ECONNREFUSED 127.0.0.1:6379', 'connect ECONNREFUSED …:…'],
    ["cannot read properties of undefined (reading 'to')", 'cannot read properties of undefined (reading …)'],
    ['user "a b c" has no `plan`', 'user … has no …'],
    ["can't open 'x.txt': it isn't there", "can't open …: it isn't there"],
    ['no account for ada@example.com here', 'no account for … here'],
    ['job 8e03978e-40d5-43dd-bc93-6894a57f9324 is late', 'job … is late'],
    ['hash 0xdeadbeef00 differs', 'hash … differs'],
    ['took 1.5 s, limit 1,000 ms', 'took … s, limit … ms'],
    ['at 2026-01-31T09:00:00Z', 'at …:…:…Z'],
    ['nothing varies', 'nothing varies'],
    ['', ''],
  ])('%s', (message, even) => {
    expect(evenMessage(message)).toBe(even);
  });

  test('cuts what is long, and takes no time for it', () => {
    expect(evenMessage('x '.repeat(5000))).toBe(`${'x '.repeat(250)}…`);
    for (const evil of ['"', "'", '@', 'a@', '-', '1.', 'a1-', '\u0000']) {
      const began = performance.now();
      evenMessage(evil.repeat(50_000));
      expect(performance.now() - began).toBeLessThan(1000);
    }
  });
});

describe('commonPart', () => {
  test.each([
    ['order … not found', 'not found'],
    ['…', undefined],
    ['… ms', undefined],
    ['nothing varies', 'nothing varies'],
  ])('%s', (even, part) => {
    expect(commonPart(even)).toBe(part);
  });
});
