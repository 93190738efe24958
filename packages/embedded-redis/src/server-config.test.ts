import { expect, test } from 'vitest';
import { configText, type ServerSettings } from './server-config.js';

const PLACE = { bind: '127.0.0.1', port: 20_001 };

function configLines(settings: ServerSettings): string[] {
  return configText(settings, PLACE).trimEnd().split('\n');
}

test('by default nothing is evicted and writes reach the disk within a second', () => {
  expect(configLines({})).toEqual([
    'bind 127.0.0.1',
    'port 20001',
    'daemonize no',
    'protected-mode yes',
    'maxmemory-policy noeviction',
    'save ""',
    'appendonly yes',
    'appendfsync everysec',
  ]);
});

test('without persistence there is no append-only file', () => {
  const lines = configLines({ persistence: 'none' });
  expect(lines).toContain('appendonly no');
  expect(lines.some((line) => line.startsWith('appendfsync'))).toBe(false);
});

test('settings come last, where they win, and an empty value is written as one', () => {
  const lines = configLines({ settings: { 'maxmemory-policy': 'allkeys-lru', 'notify-keyspace-events': '' } });
  expect(lines.slice(-2)).toEqual(['maxmemory-policy allkeys-lru', 'notify-keyspace-events ""']);
});

test('a password with quotes stays one word', () => {
  expect(configLines({ password: 'a "b" \\c' })).toContain('requirepass "a \\"b\\" \\\\c"');
});

test('a line break cannot smuggle in a setting', () => {
  expect(() => configLines({ settings: { maxmemory: '1mb\nbind 0.0.0.0' } })).toThrow('must be one line');
  expect(() => configLines({ password: 'a\nb' })).toThrow('must be one line');
});
