import { defineQueue } from '@longshore/core';
import { describe, expect } from 'vitest';
import { z } from 'zod';
import { test } from '../support/api-bed.js';
import { allowedTo, ROLE_TOKENS } from '../support/api-roles.js';

const REPORT = { cron: '0 9 * * 1-5', timeZone: 'Europe/Berlin', name: 'report', data: { pages: 42 } };

describe('schedules', () => {
  test('are set, shown, listed without data, and forgotten', async ({ bed }) => {
    await bed.queue.add('work', 1);
    const until = '2050-01-31T09:00:00Z';
    const set = await bed.ofQueue('/schedules/report', {
      method: 'PUT',
      json: { ...REPORT, until, options: { attempts: 3, backoff: '2s' } },
    });
    expect(set).toMatchObject({
      status: 200,
      body: { id: 'report', ...REPORT, until: Date.parse(until), paused: false, runs: 0, misfire: 'once' },
    });
    expect(set.body.next).toBeGreaterThan(Date.now());
    await bed.ofQueue('/schedules/clean', { method: 'PUT', json: { every: '10m', name: 'clean', data: null } });
    expect(await bed.ofQueue('/schedules/report')).toMatchObject({ status: 200, body: { data: { pages: 42 } } });
    const { body } = await bed.ofQueue('/schedules');
    expect(body.schedules).toMatchObject([
      { id: 'clean', every: 600_000 },
      { id: 'report', cron: REPORT.cron },
    ]);
    expect(JSON.stringify(body)).not.toContain('pages');
    expect(await bed.ofQueue('/schedules/report', { method: 'DELETE' })).toMatchObject({ status: 204, body: '' });
    expect(await bed.ofQueue('/schedules/report', { method: 'DELETE' })).toMatchObject({
      status: 404,
      body: { code: 'ERR_SCHEDULE_MISSING' },
    });
  });

  test('with large data are shown cut', async ({ bed }) => {
    await bed.queue.schedules.upsert('large', { every: '1h', name: 'tick', data: 'x'.repeat(100_000) });
    const { body } = await bed.ofQueue('/schedules/large');
    expect([body.truncated, body.data.length]).toEqual([true, 16_384]);
  });

  test('are listed by pages', async ({ bed }) => {
    const ids = Array.from({ length: 5 }, (_, i) => `s${i}`);
    for (const id of ids) await bed.queue.schedules.upsert(id, { every: '1h', name: 'tick', data: null });
    const met: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const { body } = await bed.ofQueue(`/schedules?limit=2${cursor && `&cursor=${cursor}`}`);
      met.push(...body.schedules.map(({ id }: { id: string }) => id));
      cursor = body.cursor;
    }
    expect(met).toEqual(ids);
    expect((await bed.ofQueue('/schedules?limit=1000000')).body.schedules).toHaveLength(5);
    expect(await bed.ofQueue('/schedules?limit=0')).toMatchObject({ status: 400, body: { field: 'query.limit' } });
  });

  test('are paused, resumed and run', async ({ bed }) => {
    await bed.queue.schedules.upsert('report', { every: '1h', name: 'report', data: { pages: 1 } });
    const paused = await bed.ofQueue('/schedules/report/pause', { method: 'POST' });
    expect(paused).toMatchObject({ status: 200, body: { paused: true } });
    expect(paused.body.next).toBeUndefined();
    const run = await bed.ofQueue('/schedules/report/run', { method: 'POST' });
    expect(run.status).toBe(201);
    expect(await bed.queue.get(run.body.id)).toMatchObject({ name: 'report', data: { pages: 1 }, state: 'waiting' });
    const resumed = await bed.ofQueue('/schedules/report/resume', { method: 'POST' });
    expect(resumed).toMatchObject({ status: 200, body: { paused: false, next: expect.any(Number) } });
    for (const deed of ['pause', 'resume', 'run'])
      expect(await bed.ofQueue(`/schedules/nothing/${deed}`, { method: 'POST' })).toMatchObject({
        status: 404,
        body: { code: 'ERR_SCHEDULE_MISSING' },
      });
  });

  const WRONG: readonly [object, string][] = [
    [{ cron: '0 9 * *' }, 'body.cron'],
    [{ cron: undefined }, 'body.cron'],
    [{ every: '5m' }, 'body.every'],
    [{ cron: undefined, every: 'now and then' }, 'body.every'],
    [{ timeZone: 'Europe/Atlantis' }, 'body.timeZone'],
    [{ misfire: 'maybe' }, 'body.misfire'],
    [{ until: '2030-02-40T09:00:00Z' }, 'body.until'],
    [{ until: '2001-01-01' }, 'body.until'],
    [{ limit: 0 }, 'body.limit'],
    [{ name: undefined }, 'body.name'],
    [{ name: 'a b' }, 'body.name'],
    [{ data: undefined }, 'body.data'],
    [{ options: { attempts: 'many' } }, 'body.options.attempts'],
    [{ options: { jobId: 'x' } }, 'body.options.jobId'],
    [{ crom: '0 9 * * *' }, 'body.crom'],
  ];
  test('refuse what is wrong and change nothing', async ({ bed }) => {
    await bed.queue.add('work', 1);
    for (const [change, field] of WRONG) {
      const answer = await bed.ofQueue('/schedules/report', { method: 'PUT', json: { ...REPORT, ...change } });
      expect(answer, JSON.stringify(change)).toMatchObject({ status: 400, body: { field } });
    }
    expect(await bed.queue.schedules.list()).toEqual([]);
  });

  test('refuse ids that can be none', async ({ bed }) => {
    await bed.queue.add('work', 1);
    for (const ask of [{ method: 'PUT', json: REPORT }, { method: 'GET' }, { method: 'DELETE' }])
      expect(await bed.ofQueue('/schedules/a:b', ask)).toMatchObject({ status: 400, body: { field: 'path.id' } });
  });

  test('are checked against the schemas of the queue, and shown as the redact hook lets them', async ({ bed }) => {
    const definition = defineQueue(bed.queueName, { report: { data: z.object({ pages: z.number() }) } });
    await bed.start({
      queues: [definition],
      redact: (value, { kind, name }) => (kind === 'data' && name === 'report' ? { hidden: true } : value),
    });
    const put = (data: unknown) =>
      bed.ofQueue('/schedules/report', { method: 'PUT', json: { every: '1h', name: 'report', data } });
    expect(await put({ pages: 'many' })).toMatchObject({ status: 400, body: { field: 'body.data.pages' } });
    expect(await put({ pages: 3 })).toMatchObject({ status: 200, body: { data: { hidden: true } } });
    expect((await bed.ofQueue('/schedules/report')).body.data).toEqual({ hidden: true });
    expect((await bed.ofQueue('/schedules/report/pause', { method: 'POST' })).body.data).toEqual({ hidden: true });
  });

  test('have a role for each deed', async ({ bed }) => {
    await bed.queue.schedules.upsert('report', { every: '1h', name: 'report', data: null });
    await bed.start({ tokens: ROLE_TOKENS });
    const may = (method: string, path: string, json?: unknown) =>
      allowedTo((token) => bed.ofQueue(path, { method, json, token }));
    expect(await may('GET', '/schedules')).toEqual(['read', 'operate', 'admin']);
    expect(await may('GET', '/schedules/report')).toEqual(['read', 'operate', 'admin']);
    expect(await may('POST', '/schedules/report/run')).toEqual(['operate', 'admin']);
    expect(await may('POST', '/schedules/report/pause')).toEqual(['operate', 'admin']);
    expect(await may('POST', '/schedules/report/resume')).toEqual(['operate', 'admin']);
    expect(await may('PUT', '/schedules/report', REPORT)).toEqual(['admin']);
    expect(await may('DELETE', '/schedules/report')).toEqual(['admin']);
  });

  test('of queues that are not there are 404', async ({ bed }) => {
    const ask = (method: string, path: string, json?: unknown) =>
      bed.ask(`/api/v1/queues/nowhere/schedules${path}`, { method, json });
    expect(await ask('GET', '')).toMatchObject({ status: 404, body: { code: 'ERR_QUEUE_MISSING' } });
    expect(await ask('PUT', '/report', REPORT)).toMatchObject({ status: 404, body: { code: 'ERR_QUEUE_MISSING' } });
    expect(await ask('POST', '/report/run')).toMatchObject({ status: 404, body: { code: 'ERR_QUEUE_MISSING' } });
  });
});
