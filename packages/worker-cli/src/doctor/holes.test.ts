import { describe, expect, test } from 'vitest';
import { closingVersion, compareVersions, HOLES, openHoles, type ServerFamily } from './holes.js';

const [RESHELL, UNBLOCK, JULY] = HOLES.map(({ name }) => name);

test.for([
  ['7.0.15', '7.2.0', -1],
  ['8.10.1', '8.8.2', 1],
  ['7.2.11', '7.2.11', 0],
  ['7.2', '7.2.0', 0],
  ['8.0.0-rc1', '8.0.0', 0],
] as const)('%s against %s', ([one, other, sign]) => {
  expect(Math.sign(compareVersions(one, other))).toBe(sign);
});

describe('the holes of a server as it was released', () => {
  test.for<[ServerFamily, string, (string | undefined)[]]>([
    ['redis', '6.2.19', [RESHELL, JULY]],
    ['redis', '6.2.20', [JULY]],
    ['redis', '6.2.23', []],
    // No fix was released for this series.
    ['redis', '7.0.15', [RESHELL, JULY]],
    ['redis', '7.2.10', [RESHELL, UNBLOCK, JULY]],
    ['redis', '7.2.13', [UNBLOCK, JULY]],
    ['redis', '7.2.15', []],
    ['redis', '8.0.4', [UNBLOCK, JULY]],
    ['redis', '8.2.2', [UNBLOCK, JULY]],
    ['redis', '8.6.3', [JULY]],
    ['redis', '8.8.0', [JULY]],
    ['redis', '8.8.1', []],
    ['redis', '8.10.0', []],
    ['valkey', '8.0.1', [RESHELL, UNBLOCK, JULY]],
    ['valkey', '8.1.4', [UNBLOCK, JULY]],
    ['valkey', '9.0.0', [UNBLOCK, JULY]],
    ['valkey', '9.1.0', [JULY]],
    ['valkey', '9.1.1', []],
    ['valkey', '10.0.0', []],
  ])('%s %s', ([family, version, expected]) => {
    expect(openHoles(family, version).map(({ name }) => name)).toEqual(expected);
  });

  test('the version to upgrade to is of the same series where that has one', () => {
    expect(closingVersion('redis', '7.2.4')).toBe('7.2.15');
    expect(closingVersion('redis', '7.0.15')).toBe('7.2.15');
    expect(closingVersion('redis', '8.0.4')).toBe('8.2.8');
    expect(closingVersion('valkey', '8.0.1')).toBe('8.0.10');
  });
});
