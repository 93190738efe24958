import { describe, expect } from 'vitest';
import { type ApiBed, test } from '../support/api-bed.js';

const TOKENS = [
  { token: 'a-token-of-the-first', role: 'operate', name: 'first' },
  { token: 'a-token-of-the-second', role: 'operate', name: 'second' },
] as const;

const add = (bed: ApiBed, key: string, json: unknown, token?: string) =>
  bed.ofQueue('/jobs', {
    method: 'POST',
    json,
    headers: { 'idempotency-key': key },
    ...(token === undefined ? {} : { token }),
  });

describe('Idempotency-Key', () => {
  test('adds one job, however often and wherever it is sent', async ({ bed }) => {
    await bed.queue.limits.set({});
    await bed.queue.add('first', 1);
    const { url } = bed;
    const other = await bed.start();
    const json = { name: 'work', data: { b: 1, a: [-0] } };
    const everywhere = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const response = await fetch(`${i % 2 ? url : other.url}/api/v1/queues/${bed.queueName}/jobs`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': '"one two"' },
          body: JSON.stringify(json),
        });
        return { status: response.status, ...((await response.json()) as { id: string; created: boolean }) };
      }),
    );
    expect(new Set(everywhere.map(({ id }) => id)).size).toBe(1);
    expect(everywhere.filter(({ created, status }) => created && status === 201)).toHaveLength(1);
    expect(everywhere.filter(({ created, status }) => !created && status === 200)).toHaveLength(19);
    // Also by an API that was started later.
    await bed.start();
    const again = await add(bed, '"one two"', { name: 'work', data: { a: [0], b: 1 } });
    expect(again).toMatchObject({ status: 200, body: { id: everywhere[0]?.id, created: false } });
    expect(await bed.queue.counts()).toMatchObject({ waiting: 2 });
  });

  test('is the same with and without quotes', async ({ bed }) => {
    await bed.queue.add('first', 1);
    const { body } = await add(bed, '8e03978e-40d5-43dd-bc93-6894a57f9324', { name: 'work' });
    const quoted = await add(bed, '"8e03978e-40d5-43dd-bc93-6894a57f9324"', { name: 'work', data: null });
    expect(quoted).toMatchObject({ status: 200, body: { id: body.id, created: false } });
  });

  test('is refused for another job', async ({ bed }) => {
    await bed.queue.add('first', 1);
    await add(bed, 'key', { name: 'work', data: 1 });
    for (const json of [{ name: 'other', data: 1 }, { name: 'work', data: 2 }, { name: 'work' }]) {
      const answer = await add(bed, 'key', json);
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'ERR_IDEMPOTENCY_KEY_REUSED', field: 'headers.idempotency-key' },
      });
    }
    expect(await bed.queue.counts()).toMatchObject({ waiting: 2 });
  });

  test('is that of one caller, and of one queue', async ({ bed }) => {
    await bed.queue.add('first', 1);
    await bed.start({ tokens: TOKENS });
    const [one, two] = await Promise.all(TOKENS.map(({ token }) => add(bed, 'key', { name: 'work' }, token)));
    expect([one?.status, two?.status]).toEqual([201, 201]);
    expect(one?.body.id).not.toBe(two?.body.id);
  });

  test('goes together with a unique key, and not with an id', async ({ bed }) => {
    await bed.queue.add('first', 1, { jobId: 'holder', unique: { key: 'k' } });
    const held = await add(bed, 'key', { name: 'work', data: 2, options: { unique: { key: 'k' } } });
    expect(held).toMatchObject({ status: 200, body: { id: 'holder', created: false } });
    const both = await add(bed, 'key', { name: 'work', options: { jobId: 'mine' } });
    expect(both).toMatchObject({ status: 400, body: { field: 'headers.idempotency-key' } });
    expect(await bed.queue.get('mine')).toBeUndefined();
  });

  test.for(['""', 'x'.repeat(256), 'a, b', '"open', 'ü', '"a"b"'])('cannot be %s', async (key, { bed }) => {
    await bed.queue.add('first', 1);
    const answer = await add(bed, key, { name: 'work' });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'ERR_INVALID_REQUEST', field: 'headers.idempotency-key' },
    });
    expect(await bed.queue.counts()).toMatchObject({ waiting: 1 });
  });

  test('is not ignored where it means nothing', async ({ bed }) => {
    await bed.queue.add('first', 1);
    const answer = await bed.ofQueue('/jobs/bulk', {
      method: 'POST',
      json: { jobs: [{ name: 'work' }] },
      headers: { 'idempotency-key': 'key' },
    });
    expect(answer).toMatchObject({ status: 400, body: { field: 'headers.idempotency-key' } });
  });
});
