import { UnrecoverableError } from '@longshore/core';
import { describe, expect } from 'vitest';
import { test } from '../support/api-bed.js';

describe('the result of a job', () => {
  test('tells how it ended', async ({ bed }) => {
    const worker = bed.worker({
      good: () => ({ fine: true }),
      bad() {
        throw new UnrecoverableError('closed');
      },
    });
    const jobs = await bed.queue.addBulk(['good', 'bad'].map((name) => ({ name, data: 1, options: { jobId: name } })));
    await Promise.allSettled(jobs.map((job) => job.result()));
    await worker.close();
    await bed.queue.add('good', 1, { jobId: 'gone' });
    await bed.queue.cancel('gone', 'not wanted');
    expect(await bed.ofQueue('/jobs/good/result')).toMatchObject({
      status: 200,
      body: { id: 'good', state: 'completed', result: { fine: true }, endedAt: expect.any(Number) },
    });
    expect(await bed.ofQueue('/jobs/bad/result?wait=25000')).toMatchObject({
      status: 200,
      body: { state: 'failed', error: { message: 'closed', code: 'ERR_UNRECOVERABLE' } },
    });
    expect(await bed.ofQueue('/jobs/gone/result')).toMatchObject({
      status: 200,
      body: { state: 'cancelled', reason: 'not wanted' },
    });
  });

  test('is waited for, also by many', async ({ bed }) => {
    await bed.queue.add('work', 1, { jobId: 'one' });
    const many = Array.from({ length: 20 }, () => bed.ofQueue('/jobs/one/result?wait=1000000000'));
    await expect.poll(async () => (await bed.ofQueue('/jobs/one/result?wait=1')).status, { interval: 50 }).toBe(202);
    bed.worker({ work: () => 'done' });
    for (const answer of await Promise.all(many))
      expect(answer).toMatchObject({ status: 200, body: { state: 'completed', result: 'done' } });
  });

  test('is not there while it has not ended, or is no more', async ({ bed }) => {
    await bed.queue.add('work', 1, { jobId: 'one' });
    const now = await bed.ofQueue('/jobs/one/result');
    expect(now).toMatchObject({ status: 202, body: { id: 'one', state: 'waiting' } });
    const soon = await bed.ofQueue('/jobs/one/result?wait=20');
    expect(soon).toMatchObject({ status: 202, body: { id: 'one', state: 'waiting' } });
    const waited = bed.ofQueue('/jobs/one/result?wait=25000');
    await bed.queue.remove('one');
    expect(await waited).toMatchObject({ status: 404, body: { code: 'ERR_JOB_REMOVED' } });
    for (const wait of ['-1', '1.5', 'long', '1&wait=2'])
      expect(await bed.ofQueue(`/jobs/one/result?wait=${wait}`)).toMatchObject({
        status: 400,
        body: { field: 'query.wait' },
      });
  });

  test('ends with the API', async ({ bed }) => {
    await bed.queue.add('work', 1, { jobId: 'one' });
    const api = await bed.start();
    const waiting = bed.ofQueue('/jobs/one/result?wait=25000').catch(() => ({ status: 'cut off' }));
    await bed.ofQueue('/jobs/one');
    await api.close();
    expect([503, 'cut off']).toContain((await waiting).status);
  });
});

describe('the log of a job', () => {
  test('has its last lines', async ({ bed }) => {
    const worker = bed.worker({
      async work(job) {
        for (let i = 1; i <= 5; i++) await job.log(`line ${i}`);
      },
    });
    await (await bed.queue.add('work', 1, { jobId: 'one' })).result();
    await worker.close();
    const { status, body } = await bed.ofQueue('/jobs/one/logs?limit=2');
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        lines: [
          { at: expect.any(Number), text: 'line 4' },
          { at: expect.any(Number), text: 'line 5' },
        ],
      },
    });
    expect((await bed.ofQueue('/jobs/one/logs?limit=1000000000')).body.lines).toHaveLength(5);
    expect(await bed.ofQueue('/jobs/one/logs?limit=0')).toMatchObject({ status: 400, body: { field: 'query.limit' } });
    expect(await bed.ofQueue('/jobs/two/logs')).toMatchObject({ status: 404, body: { code: 'ERR_JOB_REMOVED' } });
    await bed.start({ redact: (value, { kind }) => (kind === 'log' ? String(value).toUpperCase() : value) });
    expect((await bed.ofQueue('/jobs/one/logs?limit=1')).body.lines[0].text).toBe('LINE 5');
  });
});

describe('why a job does not run', () => {
  test('is told in words and codes', async ({ bed }) => {
    await bed.queue.add('work', 1, { jobId: 'one' });
    await bed.queue.pause();
    const { status, body } = await bed.ofQueue('/jobs/one/explain');
    expect(status).toBe(200);
    expect(body).toEqual(JSON.parse(JSON.stringify(await bed.queue.explain('one'))));
    expect(body.reasons.map(({ code }: { code: string }) => code)).toContain('paused');
    expect(await bed.ofQueue('/jobs/two/explain')).toMatchObject({ status: 404, body: { code: 'ERR_JOB_REMOVED' } });
    expect(await bed.ofQueue('/jobs/two%20words/explain')).toMatchObject({ status: 400, body: { field: 'path.id' } });
  });

  test('tells nothing of an error that the redact hook hides', async ({ bed }) => {
    const worker = bed.worker({
      work() {
        throw new UnrecoverableError('planted');
      },
    });
    await Promise.allSettled([(await bed.queue.add('work', 1, { jobId: 'one' })).result()]);
    await worker.close();
    expect(JSON.stringify((await bed.ofQueue('/jobs/one/explain')).body)).toContain('planted');
    await bed.start({ redact: () => null });
    const { status, body } = await bed.ofQueue('/jobs/one/explain');
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { reasons: [{ code: 'failed', message: 'not shown' }] },
    });
  });
});
