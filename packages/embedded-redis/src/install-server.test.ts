import { expect, test } from 'vitest';
import { planInstall } from './install-server.js';

const answersTo =
  (...programs: string[]) =>
  async ([program]: readonly [string, ...string[]]) =>
    programs.includes(program);

test('root installs with apt-get and ends the service that the package would start', async () => {
  const plan = await planInstall('linux', answersTo('apt-get'), true);
  expect(plan?.manager).toBe('apt-get');
  expect(plan?.commands.map((command) => command.slice(0, 2).join(' '))).toEqual([
    'apt-get update',
    'env DEBIAN_FRONTEND=noninteractive',
    'sh -c',
  ]);
  expect(plan?.commands[2]?.[2]).toContain('systemctl disable --now redis-server');
});

test('another user needs a sudo that does not ask', async () => {
  expect(await planInstall('linux', answersTo('apt-get'), false)).toBeUndefined();
  const plan = await planInstall('linux', answersTo('apt-get', 'sudo'), false);
  expect(plan?.commands.every(([program, option]) => program === 'sudo' && option === '-n')).toBe(true);
});

test('Homebrew is used on a Mac', async () => {
  const plan = await planInstall('darwin', answersTo('brew'), false);
  expect(plan?.commands).toEqual([['brew', 'install', 'redis']]);
});

test('where there is no known package manager nothing is planned', async () => {
  expect(await planInstall('linux', answersTo(), true)).toBeUndefined();
  expect(await planInstall('darwin', answersTo('apt-get'), false)).toBeUndefined();
  expect(await planInstall('freebsd', answersTo('apt-get', 'brew'), true)).toBeUndefined();
});
