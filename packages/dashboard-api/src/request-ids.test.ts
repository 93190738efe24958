import { expect, test } from 'vitest';
import { requestIdOf } from './request-ids.js';

const idOf = (sent?: string): string => requestIdOf({ headers: sent === undefined ? {} : { 'x-request-id': sent } });

test.each(['a', 'req-1', 'a'.repeat(64), '8f14e45f-ceea-467f-a4c4-1b2c3d4e5f60', 'a.b:c_d'])('%s is kept', (sent) => {
  expect(idOf(sent)).toBe(sent);
});

test.each([undefined, '', 'a'.repeat(65), 'a b', 'a, b', 'a"b', '<b>', 'a\u001b[31m', 'ä', '{"a":1}'])(
  '%j is replaced',
  (sent) => {
    expect(idOf(sent)).toMatch(/^[\da-f-]{36}$/);
    expect(idOf(sent)).not.toBe(idOf(sent));
  },
);
