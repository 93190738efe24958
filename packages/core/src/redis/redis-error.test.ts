import { describe, expect, test } from 'vitest';
import { ClosedError } from '../errors.js';
import { isPassing, toLongshoreError } from './redis-error.js';

const system = (code: string) => Object.assign(new Error(`connect ${code} 10.0.0.1:6379`), { code });

// What servers and clients say, as they were seen to say it.
const SAID: [code: string, ...texts: string[]][] = [
  [
    'ERR_REDIS_UNAVAILABLE',
    "READONLY You can't write against a read only replica.",
    'LOADING Redis is loading the dataset in memory',
    'MASTERDOWN Link with MASTER is down',
    'UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)',
    'CLUSTERDOWN The cluster is down',
    'TRYAGAIN Multiple keys request during rehashing of slot',
    'MOVED 3999 127.0.0.1:6381',
    'NOREPLICAS Not enough good replicas to write.',
    'BUSY Redis is busy running a script.',
    'Connection is closed.',
    "Stream isn't writeable and enableOfflineQueue options is false",
    'All sentinels are unreachable. Retrying from scratch after 10ms.',
    'Failed to refresh slots cache.',
    'None of startup nodes is available',
    'Client network socket disconnected before secure TLS connection was established',
  ],
  [
    'ERR_REDIS_AUTH',
    'NOAUTH Authentication required.',
    'WRONGPASS invalid username-password pair or user is disabled.',
    'ERR invalid password',
    'ERR AUTH <password> called without any password configured for the default user.',
  ],
  [
    'ERR_REDIS_PERMISSION',
    "NOPERM this user has no permissions to run the 'evalsha' command",
    'NOPERM this user has no permissions to access one of the keys used as arguments',
    "ERR The user executing the script can't run this command or subcommand script: 8afa, on @user_script:13.",
    "ERR The user executing the script can't publish to the channel mentioned in the command script: 8afa",
  ],
  ['ERR_REDIS_MEMORY', "OOM command not allowed when used memory > 'maxmemory'."],
  [
    'ERR_REDIS_WRONG_TYPE',
    'WRONGTYPE Operation against a key holding the wrong kind of value',
    'WRONGTYPE Operation against a key holding the wrong kind of value script: 8afa, on @user_script:8.',
    'ERR Error running script (call to f_8afa): @user_script:8: WRONGTYPE Operation against a key holding the wrong kind of value',
  ],
  [
    'ERR_REDIS_REPLY',
    'Unknown RESP type 72 "H". Please report this. ',
    'Protocol error, got "H" as reply type byte',
    'ERR unknown command `evalsha`',
    'NOPROTO unsupported protocol version',
  ],
];

describe.each(SAID)('%s', (code, ...texts) => {
  test.each(texts)('%s', (text) => {
    expect(toLongshoreError(new Error(text))).toMatchObject({ code });
  });
});

test.each([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])('%s of the network may pass, and is named', (code) => {
  const error = toLongshoreError(system(code));
  expect(error).toMatchObject({ code: 'ERR_REDIS_UNAVAILABLE', message: expect.stringContaining(code) });
  expect(isPassing(error)).toBe(true);
});

test('only where Redis is away or silent may another try help', () => {
  const may = SAID.filter(([, text = '']) => isPassing(toLongshoreError(new Error(text)))).map(([code]) => code);
  expect(may).toEqual(['ERR_REDIS_UNAVAILABLE']);
  expect(isPassing(new Error('ECONNREFUSED'))).toBe(false);
  expect(isPassing(undefined)).toBe(false);
});

test('an error of Longshore stays as it is, and anything else becomes one', () => {
  const closed = new ClosedError('the queue');
  expect(toLongshoreError(closed)).toBe(closed);
  const odd = new Error('x'.repeat(1000));
  expect(toLongshoreError(odd)).toMatchObject({ code: 'ERR_REDIS_REPLY' });
  // The cause of ioredis carries the arguments of the command.
  expect(toLongshoreError(odd).cause).toBeUndefined();
  expect(toLongshoreError(odd).message.length).toBeLessThan(250);
  expect(toLongshoreError('a text')).toMatchObject({ message: 'Redis answered: a text' });
});

test('the address of Redis, where a password could stand, is in no message', () => {
  expect(toLongshoreError(system('ECONNREFUSED')).message).not.toContain('10.0.0.1');
});
