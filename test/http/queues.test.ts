import { describe, expect } from 'vitest';
import { test } from '../support/api-bed.js';

describe('queues', () => {
  test('are listed at a glance', async ({ bed }) => {
    await bed.queue.addBulk([
      { name: 'work', data: 1 },
      { name: 'work', data: 2, options: { delay: '1h' } },
    ]);
    await bed.queue.pause();
    const { status, body } = await bed.ask('/api/v1/queues');
    expect(status).toBe(200);
    const shown = body.queues.find((queue: { name: string }) => queue.name === bed.queueName);
    expect(shown).toMatchObject({
      paused: true,
      counts: { waiting: 1, delayed: 1, active: 0 },
      workers: 0,
      limits: {},
    });
    expect(await bed.ofQueue('')).toMatchObject({ status: 200, body: { name: bed.queueName, paused: true } });
  });

  test('that do not exist are problems', async ({ bed }) => {
    const { status, headers, body } = await bed.ask('/api/v1/queues/nowhere');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(body).toEqual({
      type: 'urn:longshore:problem:ERR_QUEUE_MISSING',
      title: 'Not found',
      status: 404,
      detail: 'there is no queue nowhere',
      instance: '/api/v1/queues/nowhere',
      code: 'ERR_QUEUE_MISSING',
      field: 'queue',
      requestId: expect.any(String),
    });
  });
});
