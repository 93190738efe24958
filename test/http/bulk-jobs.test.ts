import { describe, expect } from 'vitest';
import { test } from '../support/api-bed.js';

const post = (json: unknown) => ({ method: 'POST', json });

describe('POST /jobs/bulk', () => {
  test('adds many, and tells of each', async ({ bed }) => {
    await bed.queue.add('first', 1, { jobId: 'taken' });
    const jobs = Array.from({ length: 1000 }, (_, i) => ({ name: 'work', data: i, options: { jobId: `${i}` } }));
    jobs[500] = { name: 'work', data: 1, options: { jobId: 'taken' } };
    const { status, body } = await bed.ofQueue('/jobs/bulk', post({ jobs }));
    expect(status).toBe(201);
    expect(body.jobs).toHaveLength(1000);
    expect(body.jobs[0]).toEqual({ id: '0', created: true });
    expect(body.jobs[500]).toEqual({ id: 'taken', created: false });
    expect(await bed.queue.counts()).toMatchObject({ waiting: 1000 });
    expect(await bed.ofQueue('/jobs/bulk', post({ jobs }))).toMatchObject({ status: 200 });
    expect(await bed.ofQueue('/jobs/bulk', post({ jobs: [] }))).toMatchObject({ status: 200, body: { jobs: [] } });
    expect(await bed.queue.counts()).toMatchObject({ waiting: 1000 });
  });

  test.for([
    [{ jobs: Array(1001).fill({ name: 'a' }) }, 'body.jobs', 'ERR_INVALID_REQUEST'],
    [{ jobs: [{ name: 'a' }, { data: 1 }] }, 'body.jobs.1.name', 'ERR_INVALID_REQUEST'],
    [{ jobs: [{ name: 'a' }, { name: 'b c' }] }, 'body.jobs.1.name', 'ERR_INVALID_NAME'],
    [
      { jobs: [{ name: 'a' }, { name: 'b', options: { attempts: -1 } }] },
      'body.jobs.1.options.attempts',
      'ERR_INVALID_OPTION',
    ],
    [{ jobs: { length: 1 } }, 'body.jobs', 'ERR_INVALID_REQUEST'],
  ] as const)('adds none where one is wrong: %#', async ([json, field, code], { bed }) => {
    await bed.queue.add('first', 1);
    expect(await bed.ofQueue('/jobs/bulk', post(json))).toMatchObject({ status: 400, body: { field, code } });
    expect(await bed.queue.counts()).toMatchObject({ waiting: 1 });
  });

  test('tells which were not added because the queue is full', async ({ bed }) => {
    await bed.queue.limits.set({ depth: { max: 3 } });
    await bed.queue.add('first', 1, { jobId: 'there' });
    const jobs = ['there', 'a', 'b', 'c', 'd'].map((jobId) => ({ name: 'work', options: { jobId } }));
    const full = await bed.ofQueue('/jobs/bulk', post({ jobs }));
    expect(full).toMatchObject({ status: 429, body: { code: 'ERR_QUEUE_FULL', ids: ['c', 'd'], indexes: [3, 4] } });
    expect(await bed.queue.counts()).toMatchObject({ waiting: 3 });
  });

  test('has a limit of its own for the size of all', async ({ bed }) => {
    await bed.queue.add('first', 1);
    const jobs = Array.from({ length: 6 }, () => ({ name: 'large', data: 'x'.repeat(1_000_000) }));
    expect(await bed.ofQueue('/jobs/bulk', post({ jobs }))).toMatchObject({ status: 201 });
    const more = await bed.ofQueue('/jobs/bulk', post({ jobs: [...jobs, ...jobs] }));
    expect(more).toMatchObject({ status: 413, body: { code: 'ERR_PAYLOAD_TOO_LARGE' } });
    expect(await bed.queue.counts()).toMatchObject({ waiting: 7 });
  });
});
