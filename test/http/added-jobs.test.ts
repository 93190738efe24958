import { describe, expect } from 'vitest';
import { test } from '../support/api-bed.js';

const post = (json: unknown) => ({ method: 'POST', json });

describe('POST /jobs', () => {
  test('adds a job, and says where it is', async ({ bed }) => {
    await bed.queue.add('first', 1);
    const { status, headers, body } = await bed.ofQueue('/jobs', post({ name: 'work', data: { a: [1, null, '😀'] } }));
    expect({ status, body }).toEqual({ status: 201, body: { id: expect.any(String), created: true } });
    expect(headers.get('location')).toBe(`/api/v1/queues/${bed.queueName}/jobs/${body.id}`);
    const there = await bed.ask(headers.get('location') as string);
    expect(there).toMatchObject({
      status: 200,
      body: { name: 'work', data: { a: [1, null, '😀'] }, state: 'waiting' },
    });
  });

  test('takes the options of the library', async ({ bed }) => {
    await bed.queue.add('first', 1);
    const options = {
      attempts: 3,
      backoff: { type: 'exponential', delay: '2s', max: '1m', jitter: 0 },
      timeout: 30_000,
      priority: -5,
      lifo: true,
      jobId: 'my/own id'.replace(' ', '-'),
      unique: { key: 'k', until: 'started', for: '1h' },
      keep: '2d',
      expiresIn: '1h',
      delay: '10m',
      trace: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    };
    const { status, headers, body } = await bed.ofQueue('/jobs', post({ name: 'work', options }));
    expect({ status, body }).toEqual({ status: 201, body: { id: 'my/own-id', created: true } });
    expect(headers.get('location')).toBe(`/api/v1/queues/${bed.queueName}/jobs/my%2Fown-id`);
    expect(await bed.queue.get('my/own-id')).toMatchObject({
      state: 'delayed',
      data: null,
      trace: options.trace,
      options: {
        attempts: 3,
        backoff: { type: 'exponential', delay: 2000, max: 60_000, jitter: 0 },
        timeout: 30_000,
        priority: -5,
        lifo: true,
        unique: { key: 'k', until: 'started' },
        keep: 172_800_000,
      },
    });
    for (const runAt of ['2099-01-01T00:00:00Z', '2099-01-01T02:00:00+02:00', Date.UTC(2099, 0, 1)]) {
      const { body } = await bed.ofQueue('/jobs', post({ name: 'late', options: { runAt } }));
      expect(await bed.queue.get(body.id)).toMatchObject({ state: 'delayed', dueAt: Date.UTC(2099, 0, 1) });
    }
    const { body: quick } = await bed.ofQueue(
      '/jobs',
      post({ name: 'quick', options: { backoff: '3s', attempts: 2 } }),
    );
    expect(await bed.queue.get(quick.id)).toMatchObject({ options: { backoff: { type: 'fixed', delay: 3000 } } });
  });

  test('says when an id or a unique key was taken', async ({ bed }) => {
    await bed.queue.add('first', 1, { jobId: 'taken', unique: { key: 'k' } });
    for (const options of [{ jobId: 'taken' }, { unique: { key: 'k' } }]) {
      const { status, headers, body } = await bed.ofQueue('/jobs', post({ name: 'work', options }));
      expect({ status, body }).toEqual({ status: 200, body: { id: 'taken', created: false } });
      expect(headers.get('location')).toMatch(/\/jobs\/taken$/);
    }
    expect(await bed.queue.counts()).toMatchObject({ waiting: 1 });
  });

  test.for([
    [undefined, 'body', 'ERR_INVALID_REQUEST'],
    [[], 'body', 'ERR_INVALID_REQUEST'],
    [{}, 'body.name', 'ERR_INVALID_REQUEST'],
    [{ name: 1 }, 'body.name', 'ERR_INVALID_REQUEST'],
    [{ name: '' }, 'body.name', 'ERR_INVALID_NAME'],
    [{ name: '../../etc passwd' }, 'body.name', 'ERR_INVALID_NAME'],
    [{ name: 'a', queue: 'other' }, 'body.queue', 'ERR_INVALID_REQUEST'],
    [{ name: 'a', options: { dealy: 1 } }, 'body.options.dealy', 'ERR_INVALID_REQUEST'],
    [{ name: 'a', options: { delay: -1 } }, 'body.options.delay', 'ERR_INVALID_REQUEST'],
    [{ name: 'a', options: { delay: '5 parsecs' } }, 'body.options.delay', 'ERR_INVALID_REQUEST'],
    [{ name: 'a', options: { delay: 1e300 } }, 'body.options.delay', 'ERR_INVALID_OPTION'],
    [{ name: 'a', options: { delay: [1] } }, 'body.options.delay', 'ERR_INVALID_REQUEST'],
    [{ name: 'a', options: { runAt: 'tomorrow' } }, 'body.options.runAt', 'ERR_INVALID_REQUEST'],
    [{ name: 'a', options: { runAt: '2030-13-31T00:00:00Z' } }, 'body.options.runAt', 'ERR_INVALID_OPTION'],
    [{ name: 'a', options: { runAt: '2030-01-01', delay: 1 } }, 'body.options.runAt', 'ERR_INVALID_OPTION'],
    [{ name: 'a', options: { attempts: 0 } }, 'body.options.attempts', 'ERR_INVALID_OPTION'],
    [{ name: 'a', options: { attempts: '3' } }, 'body.options.attempts', 'ERR_INVALID_REQUEST'],
    [{ name: 'a', options: { priority: 1e9 } }, 'body.options.priority', 'ERR_INVALID_OPTION'],
    [{ name: 'a', options: { backoff: { type: 'linear' } } }, 'body.options.backoff.type', 'ERR_INVALID_REQUEST'],
    [{ name: 'a', options: { backoff: { type: 'fixed', j: 1 } } }, 'body.options.backoff.j', 'ERR_INVALID_REQUEST'],
    [
      { name: 'a', options: { backoff: { type: 'fixed', jitter: 2 } } },
      'body.options.backoff.jitter',
      'ERR_INVALID_OPTION',
    ],
    [{ name: 'a', options: { jobId: 'two words' } }, 'body.options.jobId', 'ERR_INVALID_NAME'],
    [{ name: 'a', options: { unique: {} } }, 'body.options.unique.key', 'ERR_INVALID_REQUEST'],
    [
      { name: 'a', options: { unique: { key: 'k', until: 'window' } } },
      'body.options.unique.for',
      'ERR_INVALID_OPTION',
    ],
    [{ name: 'a', data: nested(600) }, 'body.data', 'ERR_INVALID_PAYLOAD'],
  ] as const)('refuses %j', async ([json, field, code], { bed }) => {
    await bed.queue.add('first', 1);
    const answer = await bed.ofQueue('/jobs', post(json));
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 400, code });
    expect(answer.body.field.startsWith(field)).toBe(true);
    expect(await bed.queue.counts()).toMatchObject({ waiting: 1, delayed: 0 });
  });

  test('says what is expected where a pattern would say little', async ({ bed }) => {
    await bed.queue.add('first', 1);
    const { body } = await bed.ofQueue('/jobs', post({ name: 'a', options: { delay: '5 parsecs' } }));
    expect(body.detail).toBe('body.options.delay: expected something like "30s", "5m", 1500');
  });

  test.for([
    ['{"name":"a","data":{"__proto__":{"polluted":1}}}', 400, 'ERR_INVALID_JSON'],
    ['{"name":"a","data":{"constructor":{"prototype":{"polluted":1}}}}', 400, 'ERR_INVALID_JSON'],
    ['{"name":"a","options":{"__proto__":{"delay":1}}}', 400, 'ERR_INVALID_JSON'],
    ['{"name":"a"', 400, 'ERR_INVALID_JSON'],
    ['null', 400, 'ERR_INVALID_REQUEST'],
  ] as const)('refuses the text %s', async ([text, status, code], { bed }) => {
    await bed.queue.add('first', 1);
    const answer = await bed.ofQueue('/jobs', {
      method: 'POST',
      text,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(await bed.queue.counts()).toMatchObject({ waiting: 1 });
  });

  test('takes JSON alone', async ({ bed }) => {
    await bed.queue.add('first', 1);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await bed.ofQueue('/jobs', {
        method: 'POST',
        text: '{"name":"a"}',
        headers: { 'content-type': type },
      });
      expect(answer).toMatchObject({ status: 415, body: { code: 'ERR_MEDIA_TYPE' } });
    }
    expect(await bed.queue.counts()).toMatchObject({ waiting: 1 });
  });

  test('takes a mebibyte of data and no more', async ({ bed }) => {
    await bed.queue.add('first', 1);
    // Each as the six characters of an escape, which Redis gets as two bytes.
    const text = `{"name":"large","data":"${'\\u00fc'.repeat(200_000)}"}`;
    const escaped = await bed.ofQueue('/jobs', {
      method: 'POST',
      text,
      headers: { 'content-type': 'application/json' },
    });
    expect(escaped.status).toBe(201);
    const { status } = await bed.ofQueue('/jobs', post({ name: 'large', data: 'x'.repeat(1_048_574) }));
    expect(status).toBe(201);
    const above = await bed.ofQueue('/jobs', post({ name: 'large', data: 'x'.repeat(1_048_575) }));
    expect(above).toMatchObject({ status: 413, body: { code: 'ERR_PAYLOAD_TOO_LARGE', field: 'body.data' } });
    const far = await bed.ofQueue('/jobs', post({ name: 'large', data: 'x'.repeat(5_000_000) }));
    expect(far).toMatchObject({ status: 413, body: { code: 'ERR_PAYLOAD_TOO_LARGE' } });
    expect(await bed.queue.counts()).toMatchObject({ waiting: 3 });
  });

  test('tells that the queue is full, or unknown', async ({ bed }) => {
    await bed.queue.limits.set({ depth: { max: 1 } });
    await bed.queue.add('first', 1);
    const full = await bed.ofQueue('/jobs', post({ name: 'work', options: { jobId: 'refused' } }));
    expect(full).toMatchObject({ status: 429, body: { code: 'ERR_QUEUE_FULL', ids: ['refused'], indexes: [0] } });
    const elsewhere = await bed.ask('/api/v1/queues/nowhere/jobs', post({ name: 'work' }));
    expect(elsewhere).toMatchObject({ status: 404, body: { code: 'ERR_QUEUE_MISSING' } });
  });
});

describe('POST /jobs/:id/duplicate', () => {
  test('adds one more of the same', async ({ bed }) => {
    const given = { attempts: 2, backoff: '1s', priority: 3, timeout: '1m', keep: '1h' } as const;
    await bed.queue.add('work', { a: 1 }, { ...given, jobId: 'one', unique: { key: 'k', until: 'window', for: '1m' } });
    const { status, headers, body } = await bed.ofQueue('/jobs/one/duplicate', { method: 'POST' });
    expect({ status, created: body.created }).toEqual({ status: 201, created: true });
    expect(headers.get('location')).toMatch(new RegExp(`/jobs/${body.id}$`));
    const [one, two] = [await bed.queue.get('one'), await bed.queue.get(body.id)];
    const { unique: _unique, ...options } = one?.options ?? {};
    expect(two).toMatchObject({ name: one?.name, data: one?.data, options });
  });

  test('adds nothing while another has its unique key', async ({ bed }) => {
    await bed.queue.add('work', 1, { jobId: 'one', unique: { key: 'k' } });
    const again = await bed.ofQueue('/jobs/one/duplicate', post({}));
    expect(again).toMatchObject({ status: 200, body: { id: 'one', created: false } });
    expect(await bed.ofQueue('/jobs/none/duplicate', post({}))).toMatchObject({
      status: 404,
      body: { code: 'ERR_JOB_REMOVED' },
    });
    expect(await bed.ofQueue('/jobs/one/duplicate', post({ times: 2 }))).toMatchObject({
      status: 400,
      body: { field: 'body.times' },
    });
  });
});

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}
