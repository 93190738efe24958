import { expect, test } from 'vitest';
import { accessTokens, tokensOfFile } from './access-tokens.js';

const OPS = { role: 'admin', name: 'ops', token: 'abcdefghijklmnop==' };
const WALL = { role: 'read', name: 'wall', token: '0123456789012345' };

test('tokens of a variable and of a configuration file', () => {
  expect(accessTokens.parse(`admin:ops:${OPS.token}, read:wall:${WALL.token}`)).toEqual([OPS, WALL]);
  expect(accessTokens.parse([`admin:ops:${OPS.token}`, WALL])).toEqual([OPS, WALL]);
});

test('tokens of a file of their own, as lines and as JSON', () => {
  const lines = `# who may\n\nadmin ops ${OPS.token}\n  read\twall  ${WALL.token}\r\n`;
  expect(tokensOfFile.parse(lines)).toEqual([OPS, WALL]);
  expect(tokensOfFile.parse(` ${JSON.stringify([OPS, WALL])}\n`)).toEqual([OPS, WALL]);
});

test.each([
  ['root:ops:hunter2hunter2hunter2', 'token 1: expected one of the roles read, operate, admin first'],
  ['admin::hunter2hunter2hunter2', 'token 1: expected the name of its owner after the role'],
  [`read:wall:${WALL.token},admin:ops:hunter2`, 'token 2: expected a token of at least 16 letters, digits'],
  ['admin:ops:hunter2hunter2 hunter2', 'token 1: expected a token of at least 16 letters, digits'],
  ['hunter2hunter2hunter2', 'token 1: expected one of the roles'],
])('%s is refused without being repeated', (text, message) => {
  const { error } = accessTokens.safeParse(text);
  expect(error?.issues[0]?.message).toContain(message);
  expect(error?.message).not.toContain('hunter2');
});

test('a file that begins as JSON and is none', () => {
  expect(tokensOfFile.safeParse('[{"role": hunter2').error?.issues[0]?.message).toBe('it begins as JSON and is none');
});
