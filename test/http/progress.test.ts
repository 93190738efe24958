// The progress of a job over HTTP: what is answered at once, by a long-poll, and as events. That nothing is missed or repeated while
// everything around breaks is tested in watching.test.ts.
import { describe, expect } from 'vitest';
import { type ApiBed, test } from '../support/api-bed.js';
import { EventReader } from '../support/event-reader.js';
import { SteeredJob } from '../support/steered-job.js';

const pathOf = (bed: ApiBed, id: string): string => `/api/v1/queues/${bed.queueName}/jobs/${id}/progress`;

describe('as JSON', () => {
  test('a newer notice is answered at once, and leads to the next', async ({ bed }) => {
    await using job = await SteeredJob.start(bed);
    const first = await job.post({ percent: 1 });
    const path = pathOf(bed, job.id);
    const { status, headers, body } = await bed.ask(path);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      value: { percent: 1 },
      seq: first.seq,
      at: first.at,
      next_update_url: `${path}?since=${first.seq}`,
    });
    const next = bed.ask(body.next_update_url);
    const second = await job.post({ percent: 2 });
    expect((await next).body).toMatchObject({ value: { percent: 2 }, seq: second.seq });
  });

  test('without a newer one it is 204 when the wait is over, and the wait is passed on', async ({ bed }) => {
    await using job = await SteeredJob.start(bed);
    const path = pathOf(bed, job.id);
    expect(await bed.ask(`${path}?wait=0`)).toMatchObject({ status: 204, body: '' });
    const { seq } = await job.post(1);
    expect((await bed.ask(`${path}?since=${seq}&wait=20`)).status).toBe(204);
    expect((await bed.ask(`${path}?wait=20`)).body.next_update_url).toBe(`${path}?since=${seq}&wait=20`);
  });

  test('the last notice tells how the job ended, with its last progress', async ({ bed }) => {
    await using job = await SteeredJob.start(bed);
    const { seq } = await job.post({ percent: 90 });
    const next = bed.ask(`${pathOf(bed, job.id)}?since=${seq}`);
    job.end();
    const { body } = await next;
    expect(body).toMatchObject({ value: { percent: 90 }, state: 'completed', next_update_url: null });
    expect(body.seq).toBeGreaterThan(seq);
    // Whoever asks later, and wherever: the same.
    expect((await bed.ask(pathOf(bed, job.id))).body).toEqual(body);
    await bed.start();
    expect((await bed.ask(`${pathOf(bed, job.id)}?since=${seq}`)).body).toEqual(body);
    expect((await bed.ask(`${pathOf(bed, job.id)}?since=${body.seq}`)).status).toBe(204);
  });

  test('a retried job goes on above the end of the run before', async ({ bed }) => {
    await using job = await SteeredJob.start(bed);
    await job.post(1);
    job.fail('not yet');
    await expect(job.handle.result()).rejects.toThrow('not yet');
    const { body: last } = await bed.ask(pathOf(bed, job.id));
    expect(last.state).toBe('failed');
    await bed.queue.retry(job.id);
    const next = bed.ask(`${pathOf(bed, job.id)}?since=${last.seq}`);
    const { seq } = await job.post(2);
    expect(seq).toBeGreaterThan(last.seq);
    expect((await next).body).toMatchObject({ value: 2, seq });
  });

  test('a job that has posted nothing ends with null', async ({ bed }) => {
    const job = await bed.queue.add('nobody-does-this', null);
    const next = bed.ask(pathOf(bed, job.id));
    await job.cancel();
    expect((await next).body).toMatchObject({ value: null, state: 'cancelled', next_update_url: null });
  });

  test('a job that is removed while it is watched ends as removed, and is unknown from then on', async ({ bed }) => {
    const job = await bed.queue.add('nobody-does-this', null);
    await using events = await EventReader.open(bed.url + pathOf(bed, job.id));
    await bed.queue.remove(job.id);
    expect((await events.rest()).map(({ data }) => data)).toMatchObject([{ state: 'removed', value: null }]);
    const { status, body } = await bed.ask(pathOf(bed, job.id));
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'ERR_JOB_REMOVED' });
  });

  test('what cannot be is a problem', async ({ bed }) => {
    await bed.queue.add('nobody-does-this', null, { jobId: 'one' });
    const path = pathOf(bed, 'one');
    expect((await bed.ask('/api/v1/queues/nowhere/jobs/1/progress')).body.code).toBe('ERR_QUEUE_MISSING');
    expect((await bed.ask(pathOf(bed, 'nobody'))).status).toBe(404);
    for (const query of ['since=-1', 'since=x', 'since=1&since=2', 'since=1e99', 'wait=-1', 'other=1'])
      expect(await bed.ask(`${path}?${query}`), query).toMatchObject({ status: 400, body: { field: /^query/ } });
    expect((await bed.ask(`${path}?wait=0`, { headers: { 'last-event-id': 'x' } })).status).toBe(400);
  });
});

describe('as events', () => {
  test('every notice comes with its seq as id, the last one ends the stream, and then there is nothing more', async ({
    bed,
  }) => {
    await using job = await SteeredJob.start(bed);
    const path = pathOf(bed, job.id);
    const { seq } = await job.post({ percent: 1 });
    await using events = await EventReader.open(bed.url + path);
    expect(events.response.headers.get('x-accel-buffering')).toBe('no');
    const first = await events.next();
    expect(first).toMatchObject({ id: `${seq}`, event: 'message', data: { value: { percent: 1 }, seq } });
    expect(first?.data.next_update_url).toBe(`${path}?since=${seq}`);
    const second = await job.post({ percent: 2 });
    expect(await events.next()).toMatchObject({ id: `${second.seq}`, data: { value: { percent: 2 } } });
    job.end();
    const [last, ...none] = await events.rest();
    expect(none).toEqual([]);
    expect(last?.data).toMatchObject({ state: 'completed', next_update_url: null });
    // What an EventSource does next tells it to stop.
    const headers = { accept: 'text/event-stream', 'last-event-id': `${last?.id}` };
    expect((await bed.ask(path, { headers })).status).toBe(204);
  });

  test('a stream goes on behind the last event id, which wins over since', async ({ bed }) => {
    await using job = await SteeredJob.start(bed);
    const { seq } = await job.post(1);
    await using events = await EventReader.open(`${bed.url}${pathOf(bed, job.id)}?since=0`, {
      'last-event-id': `${seq}`,
    });
    await job.post(2);
    expect((await events.next())?.data.value).toBe(2);
  });

  test('an API that closes ends its streams in order, and lets long-polls go', async ({ bed }) => {
    await using job = await SteeredJob.start(bed);
    const { seq } = await job.post(1);
    const dashboard = await bed.start();
    await using events = await EventReader.open(bed.url + pathOf(bed, job.id));
    await events.next();
    const polled = bed.ask(`${pathOf(bed, job.id)}?since=${seq}`);
    await bed.ask(`${pathOf(bed, job.id)}?since=${seq}&wait=0`);
    await dashboard.close();
    expect(await events.rest()).toEqual([]);
    // The other if it came in the very moment.
    expect([204, 503]).toContain((await polled).status);
  });

  test('above the limit nobody gets in, and whoever asks without waiting is answered', async ({ bed }) => {
    const job = await bed.queue.add('nobody-does-this', null);
    await bed.start({ maxWatchers: 1 });
    await using _first = await EventReader.open(bed.url + pathOf(bed, job.id));
    const refused = await bed.ask(pathOf(bed, job.id));
    expect(refused).toMatchObject({ status: 503, body: { code: 'ERR_TOO_MANY_WATCHERS' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await bed.ask(`${pathOf(bed, job.id)}?wait=0`)).status).toBe(204);
  });
});
