import { expect, test } from 'vitest';
import type { Address } from '../settings/address-of.js';
import type { Facts } from './facts.js';
import { judgeConnection } from './judge-connection.js';
import { judgeNode, judgeWorkers } from './judge-versions.js';

const HERE: Address = { label: '127.0.0.1:6379', host: '127.0.0.1', isEncrypted: false };
const SOUND: Facts = {
  info: new Map([
    ['connected_clients', '8'],
    ['rejected_connections', '0'],
  ]),
  config: new Map([
    ['maxclients', '100'],
    ['timeout', '0'],
  ]),
  clock: { aheadMs: -3, roundTripMs: 1 },
  pings: [0.1, 0.2, 0.3],
  rights: { user: 'app', missing: [], refused: [] },
};
const judge = (facts: Partial<Facts>, address: Address = HERE) => judgeConnection({ ...SOUND, ...facts }, address);
const statusOf = (check: string, facts: Partial<Facts>, address?: Address) =>
  judge(facts, address).find((one) => one.check === check)?.status;

test('a sound connection', () => {
  expect(judge({}).map(({ status }) => status)).toEqual(Array(6).fill('ok'));
});

test('nothing that may be asked: all unknown but what is known here', () => {
  const nothing = { info: undefined, config: undefined, clock: undefined, pings: [], rights: undefined };
  expect(judge(nothing).map(({ status }) => status)).toEqual([...Array(5).fill('unknown'), 'ok']);
});

test.for([
  { check: 'clock', facts: { clock: { aheadMs: 2000, roundTripMs: 10 } }, status: 'warn' },
  // A slow answer says little about the clock.
  { check: 'clock', facts: { clock: { aheadMs: 2000, roundTripMs: 3000 } }, status: 'ok' },
  { check: 'latency', facts: { pings: Array(100).fill(20) }, status: 'warn' },
  { check: 'latency', facts: { pings: [...Array(90).fill(1), ...Array(10).fill(500)] }, status: 'warn' },
  { check: 'connections', facts: { info: new Map([['connected_clients', '85']]) }, status: 'warn' },
  { check: 'connections', facts: { info: new Map([['connected_clients', '99']]) }, status: 'fail' },
  { check: 'idle timeout', facts: { config: new Map([['timeout', '10']]) }, status: 'warn' },
  { check: 'idle timeout', facts: { config: new Map([['timeout', '300']]) }, status: 'ok' },
] as { check: string; facts: Partial<Facts>; status: string }[])('$check is $status', ({ check, facts, status }) => {
  expect(statusOf(check, facts)).toBe(status);
});

test('connections that were refused are a warning', () => {
  const info = new Map([...(SOUND.info ?? []), ['rejected_connections', '4']] as [string, string][]);
  expect(statusOf('connections', { info })).toBe('warn');
});

test('a right that is missing is named, with how to grant it', () => {
  const rights = { user: 'app', missing: ['blmove', 'evalsha'], refused: ['keys' as const] };
  expect(judge({ rights })[1]).toMatchObject({
    status: 'fail',
    detail: 'the user app may not run blmove, evalsha, nor use the keys of this prefix',
    advice: expect.stringMatching(/^ACL SETUSER app \+blmove \+evalsha ~\*/),
  });
});

test.for([
  ['10.0.0.1', false, 'warn'],
  ['10.0.0.1', true, 'ok'],
  ['localhost', false, 'ok'],
  ['127.8.8.8', false, 'ok'],
  ['127.example.com', false, 'warn'],
  ['::1', false, 'ok'],
  [undefined, false, 'ok'],
] as const)('encryption to %s: TLS %s is %s', ([host, isEncrypted, status]) => {
  expect(statusOf('encryption', {}, { label: String(host), host, isEncrypted })).toBe(status);
});

test('versions', () => {
  expect(judgeNode('20.18.3').status).toBe('fail');
  expect(judgeNode('24.1.0').status).toBe('ok');
  expect(judgeWorkers('0.1.0', new Map()).status).toBe('ok');
  expect(judgeWorkers('0.1.0', new Map([['0.1.0', 3]])).status).toBe('ok');
  expect(judgeWorkers('0.1.0', new Map([['0.2.0', 3]])).status).toBe('warn');
  expect(
    judgeWorkers(
      '0.1.0',
      new Map([
        ['0.1.0', 3],
        ['0.2.0', 1],
      ]),
    ),
  ).toMatchObject({ status: 'warn', detail: '0.1.0 here, workers: 3 × 0.1.0, 1 × 0.2.0' });
  expect(judgeWorkers('0.1.0', 'refused').status).toBe('unknown');
});
