import { expect, test } from 'vitest';
import { Signer } from './signer.js';

const SECRET = 'a secret of the test, long enough for it';

test('reads what it has signed', () => {
  expect(new Signer(SECRET, 'x').read(new Signer(SECRET, 'x').sign('a.b-c_1'))).toBe('a.b-c_1');
});

test.each([
  ['for another purpose', new Signer(SECRET, 'y').sign('a')],
  ['with another secret', new Signer(`${SECRET}!`, 'x').sign('a')],
  ['for another text', new Signer(SECRET, 'x').sign('a').replace('a~', 'b~')],
  ['by nobody', 'a~'],
  ['at great length', `${'a'.repeat(501)}~${'A'.repeat(43)}`],
])('does not read what was signed %s', (_how, signed) => {
  expect(new Signer(SECRET, 'x').read(signed)).toBeUndefined();
});
