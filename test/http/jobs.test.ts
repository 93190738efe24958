import { UnrecoverableError } from '@longshore/core';
import { describe, expect } from 'vitest';
import { type ApiBed, test } from '../support/api-bed.js';

/** Walks all pages. */
async function pages(bed: ApiBed, query: string): Promise<{ ids: string[]; sizes: number[] }> {
  const ids: string[] = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  do {
    const { status, body } = await bed.ofQueue(`/jobs?${query}${cursor ? `&cursor=${cursor}` : ''}`);
    expect(status).toBe(200);
    sizes.push(body.jobs.length);
    for (const { id } of body.jobs) ids.push(id);
    ({ cursor } = body);
  } while (cursor);
  return { ids, sizes };
}

/** One job in each of several states. */
async function inManyStates(bed: ApiBed): Promise<void> {
  const worker = bed.worker({
    good: () => ({ fine: true }),
    bad() {
      throw new UnrecoverableError('the bank is closed');
    },
  });
  const good = await bed.queue.add('good', { secret: 'data' }, { jobId: 'good' });
  const bad = await bed.queue.add('bad', { secret: 'data' }, { jobId: 'bad' });
  await Promise.allSettled([good.result(), bad.result()]);
  await worker.close();
  await bed.queue.add('late', 1, { jobId: 'late', delay: '1h' });
  await bed.queue.add('soon', 1, { jobId: 'first' });
  await bed.queue.add('soon', 1, { jobId: 'second' });
  await bed.queue.add('soon', 1, { jobId: 'urgent', priority: -1 });
  await bed.queue.add('soon', 1, { jobId: 'gone' });
  await bed.queue.cancel('gone', 'not wanted');
}

describe('the list of jobs', () => {
  test('shows those of one state, without what they carry', async ({ bed }) => {
    await inManyStates(bed);
    const { status, body } = await bed.ofQueue('/jobs?state=failed');
    expect(status).toBe(200);
    expect(body).toEqual({
      jobs: [
        {
          id: 'bad',
          name: 'bad',
          state: 'failed',
          addedAt: expect.any(Number),
          attempts: 1,
          crashes: 0,
          worker: expect.any(String),
          endedAt: expect.any(Number),
          runMs: expect.any(Number),
          error: { name: 'UnrecoverableError', code: 'ERR_UNRECOVERABLE', message: 'the bank is closed' },
        },
      ],
    });
    const others = await bed.ofQueue('/jobs?state=waiting&order=newest&name=soon');
    expect(others.body.jobs.map(({ id }: { id: string }) => id)).toEqual(['second', 'first']);
    expect((await bed.ofQueue('/jobs?state=cancelled')).body.jobs).toMatchObject([{ reason: 'not wanted' }]);
  });

  test('shows all states one after the other, in pages of any size', async ({ bed }) => {
    await inManyStates(bed);
    const all = ['urgent', 'first', 'second', 'late', 'bad', 'gone', 'good'];
    expect(await pages(bed, 'limit=100')).toEqual({ ids: all, sizes: [7] });
    for (const limit of [1, 2, 3]) {
      const { ids, sizes } = await pages(bed, `limit=${limit}`);
      expect(ids).toEqual(all);
      expect(Math.max(...sizes)).toBe(limit);
    }
    expect((await pages(bed, 'name=soon&limit=1')).ids).toEqual(['urgent', 'first', 'second', 'gone']);
    expect((await pages(bed, 'error=BANK')).ids).toEqual(['bad']);
    expect((await pages(bed, 'error=wanted')).ids).toEqual(['gone']);
  });

  test('has pages to the end, of at most 100', async ({ bed }) => {
    await bed.queue.addBulk(Array.from({ length: 250 }, (_, i) => ({ name: 'many', data: i })));
    const { ids, sizes } = await pages(bed, 'state=waiting&limit=1000000000');
    expect(sizes).toEqual([100, 100, 50]);
    expect(new Set(ids).size).toBe(250);
    expect((await pages(bed, '')).sizes).toEqual([50, 50, 50, 50, 50, 0]);
  });

  test.for([
    ['state=unheard', 'query.state', 'ERR_INVALID_REQUEST'],
    ['state=failed&state=waiting', 'query.state', 'ERR_INVALID_REQUEST'],
    ['limit=0', 'query.limit', 'ERR_INVALID_REQUEST'],
    ['limit=-1', 'query.limit', 'ERR_INVALID_REQUEST'],
    ['limit=NaN', 'query.limit', 'ERR_INVALID_REQUEST'],
    ['limit=1&limit=2', 'query.limit', 'ERR_INVALID_REQUEST'],
    ['order=sideways', 'query.order', 'ERR_INVALID_REQUEST'],
    ['depth=1', 'query.depth', 'ERR_INVALID_REQUEST'],
    ['__proto__=1', 'query.__proto__', 'ERR_INVALID_REQUEST'],
    ['constructor=1', 'query.constructor', 'ERR_INVALID_REQUEST'],
    ['cursor=nonsense', 'query.cursor', 'ERR_INVALID_CURSOR'],
    ['cursor=unheard.abc', 'query.cursor', 'ERR_INVALID_CURSOR'],
    ['cursor=failed.abc', 'query.cursor', 'ERR_INVALID_CURSOR'],
    ['state=failed&cursor=failed.', 'query.cursor', 'ERR_INVALID_CURSOR'],
    ['name=two%20words', 'query.name', 'ERR_INVALID_NAME'],
    ['state=waiting&error=x', 'query.error', 'ERR_INVALID_OPTION'],
    [`state=failed&error=${'x'.repeat(201)}`, 'query.error', 'ERR_INVALID_OPTION'],
    ['error=', 'query.error', 'ERR_INVALID_REQUEST'],
  ] as const)('says what is wrong with ?%s', async ([query, field, code], { bed }) => {
    await bed.queue.add('work', 1);
    const { status, body } = await bed.ofQueue(`/jobs?${query}`);
    expect({ status, code: body.code, field: body.field }).toEqual({ status: 400, code, field });
    expect(body.detail).toContain(field);
  });

  test('refuses a cursor of another list', async ({ bed }) => {
    await bed.queue.addBulk([1, 2, 3].map((data) => ({ name: 'work', data })));
    const { body } = await bed.ofQueue('/jobs?state=waiting&limit=1');
    const other = await bed.ofQueue(`/jobs?state=waiting&name=work&cursor=${body.cursor}`);
    expect(other).toMatchObject({ status: 400, body: { code: 'ERR_INVALID_CURSOR', field: 'query.cursor' } });
  });
});

describe('a job', () => {
  test('is shown with everything that is kept of it', async ({ bed }) => {
    const worker = bed.worker({
      async good(job) {
        await job.checkpoint({ at: 7 });
        await job.progress.post({ percent: 100 });
        return [1, 2];
      },
    });
    await bed.queue
      .add('good', { to: 'a@b.c' }, { jobId: 'one', attempts: 3, priority: 5, keep: '1h', timeout: '1m' })
      .then((job) => job.result());
    await worker.close();
    const { status, body } = await bed.ofQueue('/jobs/one');
    expect(status).toBe(200);
    expect(body).toEqual({ ...(await bed.queue.get('one')), truncated: [] });
    expect(body).toMatchObject({
      data: { to: 'a@b.c' },
      result: [1, 2],
      checkpoint: { at: 7 },
      progress: { value: { percent: 100 } },
      options: { attempts: 3, priority: 5, keep: 3_600_000, timeout: 60_000 },
    });
  });

  test('shows the beginning of what is large, and all of it in full', async ({ bed }) => {
    const data = { text: `${'x'.repeat(16_374)}😀${'y'.repeat(500_000)}` };
    await bed.queue.add('large', data, { jobId: 'large' });
    const { body } = await bed.ofQueue('/jobs/large');
    expect(body.truncated).toEqual(['data']);
    // One less than 16,384: half a character is not shown.
    expect(body.data).toBe(`{"text":"${'x'.repeat(16_374)}`);
    expect(await bed.ofQueue('/jobs/large?full=true')).toMatchObject({ status: 200, body: { data, truncated: [] } });
    expect((await bed.ofQueue('/jobs/large?full=perhaps')).body).toMatchObject({ status: 400, field: 'query.full' });
    const list = await bed.ofQueue('/jobs');
    expect(JSON.stringify(list.body).length).toBeLessThan(1000);
  });

  test('that is not there is a problem', async ({ bed }) => {
    await bed.queue.add('work', 1);
    for (const path of ['/jobs/nothing', '/jobs/__proto__', `/jobs/${'x'.repeat(128)}`]) {
      const { status, body } = await bed.ofQueue(path);
      expect({ status, code: body.code }).toEqual({ status: 404, code: 'ERR_JOB_REMOVED' });
    }
    const elsewhere = await bed.ask('/api/v1/queues/nowhere/jobs/1');
    expect(elsewhere).toMatchObject({ status: 404, body: { code: 'ERR_QUEUE_MISSING' } });
  });

  test.for([
    'a/b',
    '__proto__',
    'constructor',
    '…ünï😀',
    '%2e%2e%2f',
    '<b>&"\'',
    'x'.repeat(128),
    '😀'.repeat(64),
    'a?b=c#d',
  ])('may be called %s', async (id, { bed }) => {
    await bed.queue.add('work', 1, { jobId: id });
    const path = `/jobs/${encodeURIComponent(id)}`;
    expect(await bed.ofQueue(path)).toMatchObject({ status: 200, body: { id, state: 'waiting' } });
    expect(await bed.ofQueue(path, { method: 'DELETE' })).toMatchObject({ status: 204, body: '' });
    expect(await bed.queue.get(id)).toBeUndefined();
  });

  test.for(['two words', 'line\nend', 'x'.repeat(129), '\u0000'])('cannot be called %j', async (id, { bed }) => {
    await bed.queue.add('work', 1);
    const { status, body } = await bed.ofQueue(`/jobs/${encodeURIComponent(id)}`);
    expect({ status, field: body.field, code: body.code }).toEqual({
      status: 400,
      field: 'path.id',
      code: 'ERR_INVALID_NAME',
    });
  });

  test('is removed unless it runs', async ({ bed }) => {
    let end = (): void => undefined;
    bed.worker({ slow: () => new Promise<void>((resolve) => (end = resolve)) });
    const job = await bed.queue.add('slow', 1, { jobId: 'slow' });
    await expect.poll(() => job.state()).toBe('active');
    const refused = await bed.ofQueue('/jobs/slow', { method: 'DELETE' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'ERR_JOB_ACTIVE' } });
    end();
    await job.result();
    expect((await bed.ofQueue('/jobs/slow', { method: 'DELETE' })).status).toBe(204);
    const again = await bed.ofQueue('/jobs/slow', { method: 'DELETE' });
    expect(again).toMatchObject({ status: 404, body: { code: 'ERR_JOB_REMOVED' } });
  });

  test('shows no value that the redact hook hides', async ({ bed }) => {
    const worker = bed.worker({
      async bad(job) {
        await job.checkpoint('planted');
        await job.progress.post('planted');
        throw new Error('planted');
      },
    });
    const job = await bed.queue.add('bad', 'planted', { jobId: 'bad', attempts: 2, backoff: 1 });
    await Promise.allSettled([job.result()]);
    await worker.close();
    const seen: unknown[] = [];
    await bed.start({ redact: (_value, shown) => seen.push(shown) && (shown.kind === 'error' ? null : 'hidden') });
    const { status, body } = await bed.ofQueue('/jobs/bad');
    expect({ status, text: JSON.stringify(body) }).toMatchObject({
      status: 200,
      text: expect.not.stringContaining('planted'),
    });
    expect(body).toMatchObject({
      data: 'hidden',
      checkpoint: 'hidden',
      error: { name: 'Error', message: 'not shown' },
    });
    expect(seen).toContainEqual({ kind: 'checkpoint', queue: bed.queueName, name: 'bad' });
    const list = await bed.ofQueue('/jobs');
    expect(list).toMatchObject({ status: 200, body: { jobs: [{ error: { message: 'not shown' } }] } });
  });
});
