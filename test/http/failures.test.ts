import { UnrecoverableError } from '@longshore/core';
import { describe, expect } from 'vitest';
import { type ApiBed, test } from '../support/api-bed.js';

/** Fails jobs with these messages, one after the other; the ids are their numbers. */
async function fail(bed: ApiBed, ...messages: [name: string, message: string][]): Promise<void> {
  const handler = (job: { data: string }): never => {
    throw new UnrecoverableError(job.data);
  };
  const worker = bed.worker({ charge: handler, mail: handler }, { concurrency: 1 });
  for (const [i, [name, data]] of messages.entries())
    await (await bed.queue.add(name, data, { jobId: `${i}` })).result().catch(() => undefined);
  await worker.close();
}

describe('failures', () => {
  test('are told in groups of one kind, the newest first', async ({ bed }) => {
    await fail(
      bed,
      ['charge', 'order 1 not found'],
      ['mail', 'order 2 not found'],
      ['charge', "no account 'ada' in 8e03978e-40d5-43dd-bc93-6894a57f9324"],
      ['charge', 'order 17 not found'],
      ['charge', 'order 18 not found'],
    );
    const { status, body } = await bed.ofQueue('/failures');
    expect({ status, body }).toMatchObject({ status: 200, body: { scanned: 5, complete: true } });
    expect(body.groups).toMatchObject([
      {
        name: 'charge',
        error: { name: 'UnrecoverableError', code: 'ERR_UNRECOVERABLE', message: 'order … not found' },
        count: 3,
        sampleId: '4',
        filter: { state: 'failed', name: 'charge', error: 'not found' },
      },
      { name: 'charge', error: { message: 'no account … in …' }, count: 1, sampleId: '2' },
      { name: 'mail', error: { message: 'order … not found' }, count: 1, sampleId: '1' },
    ]);
    const [first] = body.groups;
    expect(first.firstAt).toBeLessThan(first.lastAt);
    expect(JSON.stringify(body)).not.toContain('stack');
    const mail = await bed.ofQueue('/failures?name=mail&scan=1000000000');
    expect(mail.body.groups).toMatchObject([{ name: 'mail', count: 1 }]);
    // What a group says finds its jobs.
    const json = { action: 'retry', filter: first.filter, dryRun: true };
    expect((await bed.ofQueue('/jobs/actions', { method: 'POST', json })).body).toMatchObject({ matched: 3 });
    const query = new URLSearchParams(first.filter);
    expect((await bed.ofQueue(`/jobs?${query}`)).body.jobs).toHaveLength(3);
  });

  test('are looked for once, however many ask', async ({ bed, redis }) => {
    await fail(bed, ['charge', 'closed']);
    const lists = async () => Number(/cmdstat_evalsha:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1] ?? 0);
    await bed.ofQueue('/failures');
    const before = await lists();
    const all = await Promise.all(Array.from({ length: 30 }, () => bed.ofQueue('/failures')));
    for (const { body } of all) expect(body).toMatchObject({ scanned: 1 });
    // Two where two seconds have passed on a slow machine.
    expect((await lists()) - before).toBeLessThan(5);
  });

  test('hide what the redact hook hides', async ({ bed }) => {
    await fail(bed, ['charge', 'the planted secret']);
    await bed.start({
      redact: (value, { kind }) => (kind === 'error' ? { ...(value as object), message: 'a secret' } : value),
    });
    const { body } = await bed.ofQueue('/failures');
    expect(body.groups).toMatchObject([
      { error: { message: 'a secret' }, filter: { state: 'failed', name: 'charge', error: 'ERR_UNRECOVERABLE' } },
    ]);
    expect(JSON.stringify(body)).not.toContain('planted');
  });

  test('are none where nothing failed', async ({ bed }) => {
    await bed.queue.add('work', 1);
    expect((await bed.ofQueue('/failures')).body).toEqual({ groups: [], scanned: 0, complete: true });
    for (const [query, field] of [
      ['scan=0', 'query.scan'],
      ['scan=all', 'query.scan'],
      ['name=', 'query.name'],
      ['state=x', 'query.state'],
    ])
      expect(await bed.ofQueue(`/failures?${query}`)).toMatchObject({ status: 400, body: { field } });
    expect(await bed.ask('/api/v1/queues/nowhere/failures')).toMatchObject({ status: 404 });
  });
});
