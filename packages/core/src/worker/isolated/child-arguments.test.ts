import { expect, test } from 'vitest';
import { childArguments } from './child-arguments.js';

test.each([
  [[], []],
  [
    ['--import', 'tsx', '--conditions=development', '--max-old-space-size=4096'],
    ['--import', 'tsx', '--conditions=development', '--max-old-space-size=4096'],
  ],
  [['--inspect', '--inspect-brk=0', '--watch', '--enable-source-maps'], ['--enable-source-maps']],
  [['--input-type=module', '-e', 'again()'], []],
  [['--eval', 'again()', '--no-warnings'], ['--no-warnings']],
  [['--eval=again()'], []],
  [['-p', '1 + 1'], []],
  [['-pe', '1 + 1'], []],
])('of %j the process of a handler gets %j', (own, kept) => {
  expect(childArguments(own, undefined)).toEqual(kept);
});

test('its memory limit goes last, where it counts', () => {
  expect(childArguments(['--max-old-space-size=4096'], 64)).toEqual([
    '--max-old-space-size=4096',
    '--max-old-space-size=64',
  ]);
});
