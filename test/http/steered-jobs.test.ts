import { UnrecoverableError } from '@longshore/core';
import { describe, expect } from 'vitest';
import { type ApiBed, test } from '../support/api-bed.js';

const post = (json: unknown) => ({ method: 'POST', json });

/** Jobs of these ids that have failed. */
async function failed(bed: ApiBed, ...ids: string[]): Promise<void> {
  const worker = bed.worker({
    work(job) {
      throw new UnrecoverableError(`no ${job.data}`);
    },
  });
  const jobs = await bed.queue.addBulk(ids.map((jobId) => ({ name: 'work', data: jobId, options: { jobId } })));
  await Promise.allSettled(jobs.map((job) => job.result()));
  await worker.close();
}

describe('one job', () => {
  test('is retried, promoted, rescheduled and cancelled', async ({ bed }) => {
    await failed(bed, 'bad');
    await bed.queue.add('work', 1, { jobId: 'late', delay: '1h' });
    expect(await bed.ofQueue('/jobs/bad/retry', { method: 'POST' })).toMatchObject({
      status: 200,
      body: { outcome: 'retried' },
    });
    const promoted = await bed.ofQueue('/jobs/late/promote', post({}));
    expect(promoted).toMatchObject({ status: 200, body: { outcome: 'promoted' } });
    const moved = await bed.ofQueue('/jobs/late/reschedule', post({ delay: '2h' }));
    expect(moved).toMatchObject({ status: 200, body: { outcome: 'rescheduled' } });
    const at = await bed.ofQueue('/jobs/late/reschedule', post({ runAt: '2099-01-01T00:00:00Z' }));
    expect(at.status).toBe(200);
    expect(await bed.queue.get('late')).toMatchObject({ state: 'delayed', dueAt: Date.UTC(2099, 0, 1) });
    const cancelled = await bed.ofQueue('/jobs/late/cancel', post({ reason: 'no longer' }));
    expect(cancelled).toMatchObject({ status: 200, body: { outcome: 'cancelled' } });
    expect(await bed.queue.get('late')).toMatchObject({ state: 'cancelled', reason: 'no longer' });
    expect(await bed.queue.counts()).toMatchObject({ waiting: 1, failed: 0, cancelled: 1 });
  });

  test('that cannot be steered as it is, is a conflict that says why', async ({ bed }) => {
    let end = (): void => undefined;
    const worker = bed.worker({ slow: () => new Promise<void>((resolve) => (end = resolve)), quick: () => null });
    await (await bed.queue.add('quick', 1, { jobId: 'done' })).result();
    const slow = await bed.queue.add('slow', 1, { jobId: 'slow' });
    await expect.poll(() => slow.state()).toBe('active');
    const conflicts: [string, unknown, string, string][] = [
      ['/jobs/done/retry', {}, 'completed', 'ERR_JOB_STATE'],
      ['/jobs/slow/retry', {}, 'live', 'ERR_JOB_STATE'],
      ['/jobs/done/promote', {}, 'ended', 'ERR_JOB_STATE'],
      ['/jobs/slow/promote', {}, 'live', 'ERR_JOB_STATE'],
      ['/jobs/done/cancel', {}, 'ended', 'ERR_JOB_STATE'],
      ['/jobs/slow/reschedule', { delay: 1 }, 'active', 'ERR_JOB_ACTIVE'],
      ['/jobs/done/reschedule', { delay: 1 }, 'ended', 'ERR_JOB_STATE'],
    ];
    for (const [path, json, outcome, code] of conflicts)
      expect(await bed.ofQueue(path, post(json)), path).toMatchObject({ status: 409, body: { code, outcome } });
    end();
    await slow.result();
    await worker.close();
  });

  test('whose unique key another has now is not retried', async ({ bed }) => {
    await bed.queue.add('work', 1, { jobId: 'old', unique: { key: 'k' } });
    await bed.queue.cancel('old');
    await bed.queue.add('work', 1, { jobId: 'new', unique: { key: 'k' } });
    const held = await bed.ofQueue('/jobs/old/retry', { method: 'POST' });
    expect(held).toMatchObject({ status: 409, body: { code: 'ERR_UNIQUE_KEY_HELD', outcome: 'held' } });
  });

  test('that is not there is a problem', async ({ bed }) => {
    await bed.queue.add('work', 1);
    for (const deed of ['retry', 'promote', 'cancel', 'reschedule']) {
      const answer = await bed.ofQueue(`/jobs/nothing/${deed}`, post(deed === 'reschedule' ? { delay: 1 } : {}));
      expect(answer, deed).toMatchObject({ status: 404, body: { code: 'ERR_JOB_REMOVED' } });
    }
  });

  test('needs no body, and takes an empty one', async ({ bed }) => {
    await bed.queue.add('work', 1, { jobId: 'one' });
    const headers = { 'content-type': 'application/json' };
    expect(await bed.ofQueue('/jobs/one/promote', { method: 'POST', text: '', headers })).toMatchObject({
      status: 409,
    });
    expect(await bed.ofQueue('/jobs/one/cancel', { method: 'POST', text: '', headers })).toMatchObject({ status: 200 });
    expect(await bed.ofQueue('/jobs/one/retry', { method: 'POST', text: 'null', headers })).toMatchObject({
      status: 200,
    });
  });

  test.for([
    ['retry', { force: true }, 'body.force'],
    ['cancel', { reason: 7 }, 'body.reason'],
    ['cancel', { reason: 'x'.repeat(1001) }, 'body.reason'],
    ['cancel', [], 'body'],
    ['reschedule', {}, 'body'],
    ['reschedule', { delay: 1, runAt: 1 }, 'body'],
    ['reschedule', { delay: 'soon' }, 'body.delay'],
    ['reschedule', { runAt: '2030-02-31T25:00:00Z' }, 'body.runAt'],
  ] as const)('says what is wrong with %s %j', async ([deed, json, field], { bed }) => {
    await bed.queue.add('work', 1, { jobId: 'one', delay: '1h' });
    expect(await bed.ofQueue(`/jobs/one/${deed}`, post(json))).toMatchObject({ status: 400, body: { field } });
    expect(await bed.queue.get('one')).toMatchObject({ state: 'delayed' });
  });
});

describe('many jobs', () => {
  test('are counted, then retried, then removed', async ({ bed }) => {
    await failed(bed, 'a', 'b', 'c');
    const order = { action: 'retry', filter: { name: 'work', error: 'NO ' } };
    const dry = await bed.ofQueue('/jobs/actions', post({ ...order, dryRun: true }));
    expect(dry).toMatchObject({ status: 200, body: { matched: 3, changed: 0, more: false } });
    const two = await bed.ofQueue('/jobs/actions', post({ ...order, limit: 2 }));
    expect(two.body).toEqual({ matched: 2, changed: 2, more: true });
    const rest = await bed.ofQueue('/jobs/actions', post({ ...order, limit: 1_000_000 }));
    expect(rest.body).toEqual({ matched: 1, changed: 1, more: false });
    const removed = await bed.ofQueue('/jobs/actions', post({ action: 'remove', filter: { state: 'waiting' } }));
    expect(removed.body).toEqual({ matched: 3, changed: 3, more: false });
    expect(await bed.queue.counts()).toMatchObject({ waiting: 0, failed: 0 });
  });

  test('are cancelled with a reason, and promoted', async ({ bed }) => {
    await bed.queue.addBulk([1, 2].map((data) => ({ name: 'work', data, options: { delay: '1h', jobId: `${data}` } })));
    const promoted = await bed.ofQueue('/jobs/actions', post({ action: 'promote', filter: { name: 'work' } }));
    expect(promoted.body).toEqual({ matched: 2, changed: 2, more: false });
    const order = { action: 'cancel', filter: { state: 'waiting' }, reason: 'wrong edition' };
    expect((await bed.ofQueue('/jobs/actions', post(order))).body).toEqual({ matched: 2, changed: 2, more: false });
    expect(await bed.queue.get('1')).toMatchObject({ state: 'cancelled', reason: 'wrong edition' });
  });

  test('are meant by their ids, of them those in that state', async ({ bed }) => {
    await failed(bed, 'a', 'b');
    await bed.queue.add('work', 1, { jobId: 'w' });
    await bed.queue.add('work', 1, { jobId: 'd', delay: '1h' });
    const act = (action: string, filter: object, more: object = {}) =>
      bed.ofQueue('/jobs/actions', post({ action, filter, ...more })).then(({ body }) => body);
    const ids = ['a', 'b', 'w', 'd', 'missing', '__proto__', 'a'];
    expect(await act('retry', { ids }, { dryRun: true })).toEqual({ matched: 2, changed: 0, more: false });
    expect(await act('remove', { ids, state: 'failed' }, { dryRun: true })).toMatchObject({ matched: 2 });
    expect(await act('retry', { ids: ['a', 'w'] })).toEqual({ matched: 1, changed: 1, more: false });
    expect(await act('promote', { ids })).toEqual({ matched: 1, changed: 1, more: false });
    expect(await act('remove', { ids, state: 'failed' })).toEqual({ matched: 1, changed: 1, more: false });
    expect(await act('cancel', { ids }, { reason: 'all' })).toEqual({ matched: 3, changed: 3, more: false });
    expect(await act('remove', { ids })).toEqual({ matched: 3, changed: 3, more: false });
    expect(await bed.queue.counts()).toMatchObject({ waiting: 0, failed: 0, cancelled: 0, delayed: 0 });
  });

  test.for([
    [{ action: 'destroy', filter: {} }, 'body.action'],
    [{ action: 'retry' }, 'body.filter'],
    [{ action: 'retry', filter: { state: 'waiting' } }, 'body.filter.state'],
    [{ action: 'remove', filter: {} }, 'body.filter.state'],
    [{ action: 'remove', filter: { state: 'active' } }, 'body.filter.state'],
    [{ action: 'retry', filter: { id: 'a' } }, 'body.filter.id'],
    [{ action: 'retry', filter: { error: 'x'.repeat(50_000) } }, 'body.filter.error'],
    [{ action: 'retry', filter: { name: 'x'.repeat(50_000) } }, 'body.filter.name'],
    [{ action: 'promote', filter: { error: 'x' } }, 'body.filter.error'],
    [{ action: 'retry', filter: { ids: ['two words'] } }, 'body.filter.ids'],
    [{ action: 'retry', filter: { ids: [1] } }, 'body.filter.ids.0'],
    [{ action: 'retry', filter: { ids: Array(1001).fill('a') } }, 'body.filter.ids'],
    [{ action: 'retry', filter: { ids: ['a'], name: 'work' } }, 'body.filter.ids'],
    [{ action: 'retry', filter: {}, reason: 'why' }, 'body.reason'],
    [{ action: 'cancel', filter: { state: 'waiting' }, reason: 'x'.repeat(1001) }, 'body.reason'],
    [{ action: 'retry', filter: {}, limit: 0 }, 'body.limit'],
    [{ action: 'retry', filter: {}, dryRun: 'yes' }, 'body.dryRun'],
  ] as const)('says what is wrong: %#', async ([json, field], { bed }) => {
    await bed.queue.add('work', 1);
    expect(await bed.ofQueue('/jobs/actions', post(json))).toMatchObject({ status: 400, body: { field } });
    expect(await bed.queue.counts()).toMatchObject({ waiting: 1 });
  });

  test('are left alone where the hook refuses what is done with them', async ({ bed }) => {
    await failed(bed, 'a');
    await bed.start({ authorize: ({ action }) => action !== 'jobs.remove' });
    const refused = await bed.ofQueue('/jobs/actions', post({ action: 'remove', filter: { state: 'failed' } }));
    expect(refused).toMatchObject({ status: 403, body: { code: 'ERR_FORBIDDEN' } });
    const allowed = await bed.ofQueue('/jobs/actions', post({ action: 'retry', filter: {} }));
    expect(allowed).toMatchObject({ status: 200, body: { changed: 1 } });
  });

  test('end between two steps when who asked goes away', async ({ bed }) => {
    const COUNT = 6000;
    await bed.queue.addBulk(Array.from({ length: COUNT }, (_, i) => ({ name: 'work', data: i })));
    const aborter = new AbortController();
    const removal = fetch(`${bed.url}/api/v1/queues/${bed.queueName}/jobs/actions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ action: 'remove', filter: { state: 'waiting' } }),
      signal: aborter.signal,
    });
    await expect.poll(async () => (await bed.queue.counts()).waiting, { interval: 1 }).toBeLessThan(COUNT);
    aborter.abort();
    await expect(removal).rejects.toThrow();
    // It has stopped when the count stays as it is, which a removal under way would not let it.
    const waiting = async () => (await bed.queue.counts()).waiting;
    let before = await waiting();
    const isSame = async () => {
      const now = await waiting();
      const same = now === before;
      before = now;
      return same;
    };
    await expect.poll(isSame, { interval: 100 }).toBe(true);
    expect(before).toBeGreaterThan(0);
  });
});
