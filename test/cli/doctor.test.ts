import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test as plainTest } from 'vitest';
import { runCli } from '../support/run-cli.js';
import { SERVER_KINDS } from '../support/server-kinds.js';
import { startServer } from '../support/servers.js';
import { test } from '../support/worker-bed.js';

interface Found {
  readonly check: string;
  readonly status: string;
  readonly detail: string;
  readonly advice: string | null;
}

const SECRET = 'hunter2-and-more';

/** What `doctor --json` says, by check. */
async function examine(url: string, ...more: string[]) {
  const { code, stdout, stderr } = await runCli(['doctor', '--json', '--redis-url', url, ...more]);
  expect(stderr).toBe('');
  const findings = JSON.parse(stdout) as Found[];
  return { code, stdout, findings, of: (check: string) => findings.find((one) => one.check === check) };
}

describe.each(SERVER_KINDS)('$name', ({ missing, start }) => {
  plainTest.skipIf(missing !== undefined)('a sound server passes, and nothing is written to it', async () => {
    await using server = await start({ settings: { maxmemory: '100mb' } });
    const { code, findings, of } = await examine(server.url);
    expect(findings.filter(({ status }) => !['ok', 'warn'].includes(status))).toEqual([]);
    expect(of('server')).toMatchObject({ status: 'ok', detail: expect.stringContaining(server.version) });
    expect(of('persistence')).toMatchObject({ status: expect.stringMatching(/ok|warn/) });
    expect(of('rights')?.status).toBe('ok');
    expect(of('memory')).toMatchObject({ status: 'ok', detail: expect.stringContaining('of 100.0 MiB') });
    expect(code).toBe(0);
    const { Redis } = await import('ioredis');
    const redis = new Redis(server.url);
    expect(await redis.dbsize()).toBe(0);
    redis.disconnect();
  });
});

plainTest('people get a line for each check, and what to do below it', async () => {
  await using server = await startServer();
  const { code, stdout } = await runCli(['doctor', '--redis-url', server.url]);
  expect(stdout).toMatch(/^ok {7}server {8}\w+ [\d.]+, up /m);
  expect(stdout).toMatch(/^warn {5}persistence {3}nothing is kept on disk: .*\n {23}→ set appendonly to yes$/m);
  expect(stdout).toMatch(/\n\n\d+ fine, \d+ warnings\n$/);
  expect(code).toBe(0);
});

plainTest('a server that evicts, and a replica, fail', async () => {
  await using primary = await startServer();
  await using server = await startServer({
    settings: { 'maxmemory-policy': 'allkeys-lru', replicaof: `127.0.0.1 ${primary.port}` },
  });
  const { code, of } = await examine(server.url);
  expect(of('eviction')).toMatchObject({ status: 'fail', advice: expect.stringContaining('noeviction') });
  expect(of('replication')?.status).toBe('fail');
  expect(code).toBe(1);
});

describe('a user', () => {
  const user = async (redis: import('ioredis').Redis, name: string, ...rules: string[]) => {
    await redis.call('ACL', 'SETUSER', name, 'reset', 'on', `>${SECRET}`, ...rules);
    return name;
  };
  const urlOf = (url: string, name: string) => url.replace('redis://', `redis://${name}:${SECRET}@`);

  test('who lacks commands is told which', async ({ server, redis }) => {
    const name = await user(redis, 'lacking', '~*', '&*', '+@all', '-blmove', '-hset', '-config');
    const { code, stdout, of } = await examine(urlOf(server.url, name));
    expect(of('rights')).toMatchObject({
      status: 'fail',
      detail: 'the user lacking may not run blmove, hset',
      advice: expect.stringMatching(/^ACL SETUSER lacking \+blmove \+hset;/),
    });
    expect(of('idle timeout')?.status).toBe('unknown');
    expect(code).toBe(1);
    expect(stdout).not.toContain(SECRET);
  });

  test('who may not touch the keys, or the channels', async ({ server, redis }) => {
    const name = await user(redis, 'elsewhere', '~other:*', 'resetchannels', '+@all');
    const { of } = await examine(urlOf(server.url, name));
    expect(of('rights')).toMatchObject({
      status: 'fail',
      detail: 'the user elsewhere may not use the keys and channels of this prefix',
    });
    const narrow = await user(redis, 'narrow', '~{mine:*', '~mine:*', '&{mine:*', '+@all');
    expect((await examine(urlOf(server.url, narrow), '--prefix', 'mine')).of('rights')?.status).toBe('ok');
  });

  test('who may do next to nothing crashes nothing', async ({ server, redis }) => {
    const name = await user(redis, 'nobody', '+ping');
    const { code, findings, of } = await examine(urlOf(server.url, name));
    expect(of('server')?.status).toBe('unknown');
    expect(of('rights')?.status).toBe('unknown');
    expect(findings.map(({ status }) => status)).not.toContain('fail');
    expect(code).toBe(0);
  });

  test('who is not let in', async ({ server }) => {
    const { code, findings, stdout } = await examine(urlOf(server.url, 'stranger'));
    expect(findings[0]).toMatchObject({
      check: 'connection',
      status: 'fail',
      detail: expect.stringContaining('WRONGPASS'),
    });
    expect(code).toBe(1);
    expect(stdout).not.toContain(SECRET);
    await using locked = await startServer({ password: 'right' });
    const { findings: others } = await examine(`redis://127.0.0.1:${locked.port}`);
    expect(others[0]).toMatchObject({ status: 'fail', advice: expect.stringContaining('password') });
  });
});

plainTest('no Redis is a failed check, an address that is none a fault of the call', async () => {
  const { code, findings } = await examine('redis://127.0.0.1:1');
  expect(findings[0]).toMatchObject({
    check: 'connection',
    status: 'fail',
    detail: expect.stringContaining('ECONNREFUSED'),
  });
  expect(code).toBe(1);
  expect(await runCli(['doctor', '--redis-url', 'http://a'])).toMatchObject({ code: 2, stdout: '' });
});

test('versions of workers that differ are told', async ({ bed }) => {
  const worker = bed.worker(() => null);
  await worker.ready();
  const { of } = await examine(bed.server.url);
  expect(of('Longshore')?.detail).toMatch(/workers: \d+ × 0\.1\.0$/);
});

plainTest('all commands that scripts run are among those that are tried', async () => {
  const module = new URL('../../packages/worker-cli/dist/doctor/ask-rights.js', import.meta.url).href;
  const { NEEDED } = (await import(module)) as { NEEDED: Record<string, unknown> };
  const folder = new URL('../../packages/core/src/redis/scripts/', import.meta.url);
  const used = new Set<string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.lua'))) {
    const text = readFileSync(new URL(file, folder), 'utf8');
    for (const [, command = ''] of text.matchAll(/call[(, ]+'([A-Z]+)'/g)) used.add(command.toLowerCase());
  }
  expect(used.size).toBeGreaterThan(40);
  // SCAN is for `audit --deep` alone.
  expect([...used].filter((command) => !(command in NEEDED))).toEqual(['scan']);
});
