import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LongshoreClient } from '@longshore/client';
import { describe, expect, expectTypeOf } from 'vitest';
import { test } from '../support/api-bed.js';

describe('the client', () => {
  test('calls by path, with the types of the description', async ({ bed }) => {
    await bed.queue.add('work', 1);
    const client = bed.client();
    const { queues } = await client.get('/queues');
    expect(queues.map(({ name }) => name)).toContain(bed.queueName);
    const queue = await client.get('/queues/{queue}', { path: { queue: bed.queueName } });
    expectTypeOf(queue.counts.waiting).toEqualTypeOf<number>();
    expect(queue.counts.waiting).toBe(1);
    // @ts-expect-error the queue is missing
    await expect(client.get('/queues/{queue}', { path: {} })).rejects.toThrow();
    // @ts-expect-error there is no such path
    await expect(client.get('/nonsense')).rejects.toThrow();
  });

  test('rejects with the problem that the API tells', async ({ bed }) => {
    const asked = bed.client().get('/queues/{queue}', { path: { queue: 'no/where' } });
    await expect(asked).rejects.toMatchObject({
      name: 'ProblemError',
      code: 'ERR_QUEUE_MISSING',
      status: 404,
      problem: { field: 'queue', instance: '/api/v1/queues/no%2Fwhere' },
    });
  });

  test('makes a problem of what is none, and passes on that nobody answers', async () => {
    const proxy = createServer((_request, response) => {
      response.writeHead(502).end('<html>');
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const client = new LongshoreClient({ url });
    await expect(client.get('/queues')).rejects.toMatchObject({ code: 'ERR_HTTP', status: 502 });
    proxy.closeAllConnections();
    await new Promise((resolve) => {
      proxy.close(resolve);
    });
    await expect(client.get('/queues')).rejects.toThrow(TypeError);
  });

  test('sends its token, and ends by its signal', async ({ bed }) => {
    const token = 'a-token-of-the-test';
    await bed.start({ tokens: [{ token, role: 'read', name: 'test' }] });
    await expect(bed.client().get('/queues')).rejects.toMatchObject({ code: 'ERR_UNAUTHENTICATED', status: 401 });
    expect(await bed.client(token).get('/queues')).toHaveProperty('queues');
    await expect(bed.client(token).get('/queues', { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});
