// Redis down: problem documents at once, and back by itself.
import { describe, expect, vi } from 'vitest';
import { type ApiBed, test } from '../../support/api-bed.js';
import { RedisProxy } from '../../support/proxy.js';

/** A queue with a job, and an API that reaches Redis through a proxy and has done so once. */
async function startBehindProxy(bed: ApiBed): Promise<RedisProxy> {
  await bed.queue.add('work', 1);
  const proxy = await RedisProxy.open(bed.server);
  await bed.start({ connection: proxy.url, deadline: '300ms' });
  expect(await bed.ofQueue('')).toMatchObject({ status: 200 });
  return proxy;
}

function goDown(proxy: RedisProxy): void {
  proxy.isRefusing = true;
  proxy.cut();
}

describe('while Redis is down', () => {
  test('the first request finds out, the others are told at once, and all is well when it is back', async ({ bed }) => {
    await using proxy = await startBehindProxy(bed);

    goDown(proxy);
    const first = await bed.ofQueue('');
    expect(first).toMatchObject({
      status: 503,
      body: { code: 'ERR_REDIS_UNAVAILABLE', requestId: expect.any(String) },
    });
    expect(first.headers.get('retry-after')).toBe('1');
    expect(first.body.detail).toMatch(/was not reached within/);
    const next = await Promise.all(Array.from({ length: 200 }, () => bed.ofQueue('')));
    for (const answer of next) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'ERR_REDIS_UNAVAILABLE' } });
      expect(answer.body.detail).toMatch(/nothing was tried/);
      expect(answer.headers.get('retry-after')).toBe('1');
    }

    proxy.isRefusing = false;
    await vi.waitFor(async () => expect(await bed.ofQueue('')).toMatchObject({ status: 200 }), {
      timeout: 20_000,
      interval: 50,
    });
  });

  test('a change is refused before anything is tried, and what needs no Redis is answered', async ({ bed }) => {
    await using proxy = await startBehindProxy(bed);
    goDown(proxy);
    await bed.ofQueue('');
    expect(await bed.ofQueue('', { method: 'PATCH', json: { paused: true } })).toMatchObject({
      status: 503,
      body: { detail: expect.stringMatching(/nothing was tried/) },
    });
    expect(await bed.ask('/livez')).toMatchObject({ status: 200 });
    expect(await bed.ask('/api/v1/openapi.json')).toMatchObject({ status: 200 });
    expect(await bed.ask('/readyz')).toMatchObject({ status: 503 });
  });

  test('a server that has gone silent is seen too', async ({ bed }) => {
    await using proxy = await startBehindProxy(bed);
    proxy.isolate();
    expect(await bed.ofQueue('')).toMatchObject({ status: 503, body: { code: 'ERR_COMMAND_TIMEOUT' } });
    expect(await bed.ofQueue('')).toMatchObject({ status: 503, body: { code: 'ERR_REDIS_UNAVAILABLE' } });
  });
});
