import { pino } from 'pino';
import { describe, expect } from 'vitest';
import { type ApiBed, test } from '../support/api-bed.js';
import { ROLE_TOKENS } from '../support/api-roles.js';
import { RedisProxy } from '../support/proxy.js';

const tokenOf = (name: string): string => ROLE_TOKENS.find((one) => one.name === name)?.token ?? '';
const pause = (bed: ApiBed, token?: string, paused = true) =>
  bed.ofQueue('', {
    method: 'PATCH',
    json: { paused },
    headers: { 'x-request-id': `of-${token ?? 'nobody'}` },
    ...(token === undefined ? {} : { token }),
  });

/** What is told of this bed's queue, newest first. */
async function entriesOf(bed: ApiBed) {
  const { status, body } = await bed.ask('/api/v1/audit-log?limit=100', { token: tokenOf('admin') });
  expect(status).toBe(200);
  return body.operations.filter(({ queue }: { queue?: string }) => queue === bed.queueName);
}

describe('the log of operations', () => {
  test('tells who changed what, before the answer is out', async ({ bed }) => {
    await bed.queue.add('work', 1);
    await bed.start({ tokens: ROLE_TOKENS });
    expect(await pause(bed, tokenOf('operate'))).toMatchObject({ status: 200 });
    expect(await entriesOf(bed)).toEqual([
      {
        id: expect.any(String),
        at: expect.any(Number),
        action: 'queues.pause',
        principal: 'operate',
        queue: bed.queueName,
        requestId: 'of-the-token-of-operate',
        outcome: 'done',
        status: 200,
      },
    ]);
  });

  test('tells what was denied and what failed, and nothing of who only looked', async ({ bed }) => {
    await bed.queue.add('work', 1);
    await bed.start({ tokens: ROLE_TOKENS });
    await bed.ofQueue('', { token: tokenOf('read') });
    expect(await pause(bed, tokenOf('read'))).toMatchObject({ status: 403 });
    expect(await pause(bed)).toMatchObject({ status: 401 });
    expect(
      await bed.ofQueue('', { method: 'PATCH', json: { limits: { rate: 'fast' } }, token: tokenOf('admin') }),
    ).toMatchObject({ status: 400 });
    expect(await entriesOf(bed)).toMatchObject([
      { principal: 'admin', outcome: 'failed', status: 400 },
      { outcome: 'denied', status: 401 },
      { principal: 'read', outcome: 'denied', status: 403 },
    ]);
  });

  test('tells nothing of dry runs', async ({ bed }) => {
    await bed.queue.add('work', 1, { delay: '1h' });
    await bed.start({ tokens: ROLE_TOKENS });
    const json = { action: 'remove', filter: { state: 'delayed' }, dryRun: true };
    const answer = await bed.ofQueue('/jobs/actions', { method: 'POST', json, token: tokenOf('operate') });
    expect(answer).toMatchObject({ status: 200 });
    expect(await entriesOf(bed)).toEqual([]);
  });

  test('cannot be filled by who is not known', async ({ bed }) => {
    await bed.start({ tokens: ROLE_TOKENS });
    const tried = await Promise.all(Array.from({ length: 60 }, () => pause(bed)));
    expect(tried.every(({ status }) => status === 401)).toBe(true);
    expect(await entriesOf(bed)).toHaveLength(10);
  });

  test('is told by pages, to admins', async ({ bed }) => {
    await bed.queue.add('work', 1);
    await bed.start({ tokens: ROLE_TOKENS });
    for (let i = 0; i < 3; i++) await pause(bed, tokenOf('admin'), i % 2 === 0);
    const token = tokenOf('admin');
    const first = await bed.ask('/api/v1/audit-log?limit=2', { token });
    expect(first.body.operations).toHaveLength(2);
    const second = await bed.ask(`/api/v1/audit-log?limit=2&cursor=${first.body.cursor}`, { token });
    expect(second.body.operations[0].id).not.toBe(first.body.operations[1].id);
    expect(await bed.ask('/api/v1/audit-log?cursor=x', { token })).toMatchObject({
      status: 400,
      body: { code: 'ERR_INVALID_CURSOR', field: 'query.cursor' },
    });
    expect(await bed.ask('/api/v1/audit-log', { token: tokenOf('operate') })).toMatchObject({ status: 403 });
  });

  test('that cannot be written fails no change: it is logged', async ({ bed, redis }) => {
    await bed.queue.add('work', 1);
    const lines: string[] = [];
    await bed.start({ logger: pino({}, { write: (line: string) => void lines.push(line) }) });
    const key = 'longshore:operations';
    const kept = await redis.exists(key);
    if (kept) await redis.rename(key, `${key}-aside`);
    await redis.set(key, 'something else');
    try {
      expect(await pause(bed)).toMatchObject({ status: 200 });
      expect(lines.map((line) => JSON.parse(line))).toContainEqual(
        expect.objectContaining({
          level: 50,
          operation: expect.objectContaining({ action: 'queues.pause', outcome: 'done', queue: bed.queueName }),
        }),
      );
      expect((await bed.queue.overview()).paused).toBe(true);
    } finally {
      await redis.del(key);
      if (kept) await redis.rename(`${key}-aside`, key);
    }
  });
});

test('a change is a line in the log of the server', async ({ bed }) => {
  await bed.queue.add('work', 1);
  const lines: string[] = [];
  await bed.start({ logger: pino({}, { write: (line: string) => void lines.push(line) }) });
  await pause(bed);
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({
      msg: 'queues.pause: done',
      reqId: 'of-nobody',
      operation: expect.objectContaining({ principal: 'local', queue: bed.queueName }),
    }),
  );
});

test('while Redis is down a refused change waits for no entry', async ({ bed }) => {
  await bed.queue.add('work', 1);
  await using proxy = await RedisProxy.open(bed.server);
  await bed.start({ connection: proxy.url, deadline: '300ms' });
  proxy.isRefusing = true;
  proxy.cut();
  await bed.ofQueue('');
  expect(await pause(bed)).toMatchObject({ status: 503, body: { detail: expect.stringMatching(/nothing was tried/) } });
});
