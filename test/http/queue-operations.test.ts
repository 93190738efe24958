import type { Access } from '@longshore/dashboard-api';
import { describe, expect } from 'vitest';
import { test } from '../support/api-bed.js';
import { allowedTo, ROLE_TOKENS } from '../support/api-roles.js';

describe('PATCH of a queue', () => {
  test('pauses, resumes and changes limits, and answers what is so then', async ({ bed }) => {
    await bed.queue.add('work', 1);
    const limits = { rate: { max: 10, per: '1m' }, concurrency: 3, depth: { max: 7 } };
    const changed = await bed.ofQueue('', { method: 'PATCH', json: { paused: true, limits } });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        name: bed.queueName,
        paused: true,
        limits: { rate: { max: 10, per: 60_000 }, concurrency: 3, depth: { max: 7, onFull: 'reject' } },
      },
    });
    const lifted = await bed.ofQueue('', { method: 'PATCH', json: { limits: { rate: null, depth: null } } });
    expect(lifted).toMatchObject({ status: 200, body: { paused: true } });
    expect(lifted.body.limits).toEqual({ concurrency: 3 });
    const resumed = await bed.ofQueue('', { method: 'PATCH', json: { paused: false } });
    expect(resumed.body).toMatchObject({ paused: false, limits: { concurrency: 3 } });
    expect(await bed.queue.limits.get()).toEqual({ concurrency: 3 });
  });

  const WRONG: readonly [unknown, string][] = [
    [{}, 'body'],
    [{ pause: true }, 'body.pause'],
    [{ paused: 'yes' }, 'body.paused'],
    [{ limits: {} }, 'body.limits'],
    [{ limits: { rate: { max: 5 } } }, 'body.limits.rate.per'],
    [{ limits: { rate: { max: 5, per: 'soon' } } }, 'body.limits.rate.per'],
    [{ limits: { rate: { max: 5, per: 0 } } }, 'body.limits.rate.per'],
    [{ limits: { concurrency: 0 } }, 'body.limits.concurrency'],
    [{ limits: { concurrency: 1e10 } }, 'body.limits.concurrency'],
    [{ limits: { depth: { max: 5, onFull: 'explode' } } }, 'body.limits.depth.onFull'],
  ];
  test('refuses what is wrong and changes nothing', async ({ bed }) => {
    await bed.queue.add('work', 1);
    for (const [json, field] of WRONG) {
      const answer = await bed.ofQueue('', { method: 'PATCH', json });
      expect(answer, JSON.stringify(json)).toMatchObject({ status: 400, body: { field } });
    }
    expect(await bed.queue.overview()).toMatchObject({ paused: false, limits: {} });
  });

  test('needs the rights for what it changes', async ({ bed }) => {
    await bed.queue.add('work', 1);
    const asked: Access[] = [];
    await bed.start({
      tokens: ROLE_TOKENS,
      authorize: (access) => {
        asked.push(access);
        return true;
      },
    });
    const patch = (json: unknown) => allowedTo((token) => bed.ofQueue('', { method: 'PATCH', json, token }));
    expect(await patch({ paused: true })).toEqual(['operate', 'admin']);
    expect(asked.map(({ action }) => action)).toEqual(['queues.pause', 'queues.pause']);
    asked.length = 0;
    expect(await patch({ limits: { concurrency: 1 } })).toEqual(['admin']);
    expect(asked).toMatchObject([{ action: 'queues.limit', queue: bed.queueName }]);
    asked.length = 0;
    expect(await patch({ paused: true, limits: { concurrency: 2 } })).toEqual(['admin']);
    expect(asked.map(({ action }) => action)).toEqual(['queues.pause', 'queues.limit']);
  });

  test('of what is not there is 404', async ({ bed }) => {
    const answer = await bed.ask('/api/v1/queues/nowhere', { method: 'PATCH', json: { paused: true } });
    expect(answer).toMatchObject({ status: 404, body: { code: 'ERR_QUEUE_MISSING' } });
  });
});

describe('DELETE of a queue', () => {
  test('takes it away when its name is confirmed', async ({ bed }) => {
    await bed.queue.addBulk([
      { name: 'work', data: 1 },
      { name: 'work', data: 2 },
    ]);
    const refused = await bed.ofQueue('', { method: 'DELETE', json: { confirm: 'another' } });
    expect(refused).toMatchObject({ status: 400, body: { code: 'ERR_INVALID_OPTION', field: 'body.confirm' } });
    expect(await bed.ofQueue('', { method: 'DELETE', json: {} })).toMatchObject({
      status: 400,
      body: { field: 'body.confirm' },
    });
    expect((await bed.queue.counts()).waiting).toBe(2);
    const gone = await bed.ofQueue('', { method: 'DELETE', json: { confirm: bed.queueName } });
    expect(gone).toMatchObject({ status: 200, body: { removedJobs: 2 } });
    expect(await bed.ofQueue('')).toMatchObject({ status: 404 });
    expect(await bed.ofQueue('', { method: 'DELETE', json: { confirm: bed.queueName } })).toMatchObject({
      status: 404,
    });
  });

  test('is a conflict while workers are there, and needs the role admin', async ({ bed }) => {
    await bed.queue.add('work', 1);
    await bed.worker({ work: () => null }).ready();
    await bed.start({ tokens: ROLE_TOKENS });
    const json = { confirm: bed.queueName };
    const remove = (token: string) => bed.ofQueue('', { method: 'DELETE', json, token });
    expect(await allowedTo(remove)).toEqual(['admin']);
    expect(await remove('the-token-of-admin')).toMatchObject({ status: 409, body: { code: 'ERR_QUEUE_IN_USE' } });
  });
});

describe('an audit', () => {
  test('tells what is not sound, and repairs it where that is asked for', async ({ bed, redis }) => {
    await bed.queue.add('work', 1, { jobId: 'lost' });
    await redis.del(`{longshore:${bed.queueName}}:waiting`);
    const found = await bed.ofQueue('/audit', { method: 'POST', json: { deep: true } });
    expect(found).toMatchObject({ status: 200, body: { found: 1, findings: [{ code: 'lost-job', id: 'lost' }] } });
    const repaired = await bed.ofQueue('/audit', { method: 'POST', json: { deep: true, repair: true } });
    expect(repaired.body.findings).toMatchObject([{ code: 'lost-job', repaired: true }]);
    expect(await bed.ofQueue('/audit', { method: 'POST' })).toMatchObject({ status: 200, body: { found: 0 } });
  });

  test('is one at a time', async ({ bed }) => {
    await bed.queue.addBulk(Array.from({ length: 5000 }, (_, i) => ({ name: 'work', data: i })));
    // They arrive one after the other; the first of them is under way when most of the others do.
    const asked = Array.from({ length: 10 }, () => bed.ofQueue('/audit', { method: 'POST', json: {} }));
    const answers = await Promise.all(asked);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'ERR_AUDIT_RUNNING' });
    expect((await bed.ofQueue('/audit', { method: 'POST', json: {} })).status).toBe(200);
  });

  test('is for admins; a read-only API looks and does not repair', async ({ bed }) => {
    await bed.queue.add('work', 1);
    await bed.start({ tokens: ROLE_TOKENS, readOnly: true });
    const audit = (json: unknown) => (token: string) => bed.ofQueue('/audit', { method: 'POST', json, token });
    expect(await allowedTo(audit({}))).toEqual(['admin']);
    expect(await allowedTo(audit({ repair: true }))).toEqual([]);
    expect(await audit({ repair: true })('the-token-of-admin')).toMatchObject({ body: { code: 'ERR_READ_ONLY' } });
  });

  test('names what it does not know', async ({ bed }) => {
    await bed.queue.add('work', 1);
    const answer = await bed.ofQueue('/audit', { method: 'POST', json: { fix: true } });
    expect(answer).toMatchObject({ status: 400, body: { field: 'body.fix' } });
    expect(await bed.ask('/api/v1/queues/nowhere/audit', { method: 'POST', json: {} })).toMatchObject({ status: 404 });
  });
});

describe('the history of a queue', () => {
  test('has a point for each step', async ({ bed, redis }) => {
    await bed.queue.add('work', 1);
    const from = Date.UTC(2030, 0, 1, 9, 0);
    await redis.hset(`{longshore:${bed.queueName}}:history:${from / 3_600_000}`, {
      '3 completed': 5,
      '16 failed': 1,
      '16 run4': 2,
    });
    const ask = (query: string) => bed.ofQueue(`/history?${query}`);
    const { status, body } = await ask('from=2030-01-01T09:00:00Z&to=2030-01-01T09:29:00Z&step=15m');
    expect(status).toBe(200);
    expect(body.points).toMatchObject([
      { at: from, completed: 5, failed: 0 },
      { at: from + 900_000, completed: 0, failed: 1, runMs: { count: 2 } },
    ]);
    const plain = await ask(`from=${from}&to=${from + 29 * 60_000}&step=900000`);
    expect(plain.body).toEqual(body);
    expect((await ask('')).body.points.length).toBeGreaterThan(59);
  });

  const WRONG = [
    ['step=30s', 'query.step'],
    ['step=often', 'query.step'],
    ['from=yesterday', 'query.from'],
    ['from=2030-13-45', 'query.from'],
    ['from=2020-01-01&to=2020-01-09', 'query.from'],
    ['to=-1', 'query.to'],
    ['form=1', 'query.form'],
  ];
  test('refuses what it does not understand', async ({ bed }) => {
    await bed.queue.add('work', 1);
    for (const [query, field] of WRONG)
      expect(await bed.ofQueue(`/history?${query}`), query).toMatchObject({ status: 400, body: { field } });
  });

  test('of what is not there is 404', async ({ bed }) => {
    expect(await bed.ask('/api/v1/queues/nowhere/history')).toMatchObject({ status: 404 });
  });
});
