import { Queue } from '@longshore/core';
import { describe, expect } from 'vitest';
import { test } from '../support/api-bed.js';
import { EventReader } from '../support/event-reader.js';

describe('events', () => {
  test('of queues come as they happen; a new queue appears by itself', async ({ bed }) => {
    await bed.queue.add('work', 1);
    await using all = await EventReader.open(`${bed.url}/api/v1/events`);
    await using one = await EventReader.open(`${bed.url}/api/v1/events?queues=${bed.queueName}`);
    await using fresh = new Queue(`${bed.queueName}-new`, { connection: bed.server.url });
    const add = setInterval(() => void Promise.all([bed.queue.add('work', 2), fresh.add('work', 3)]), 20);
    try {
      const of = async (events: EventReader, queue: string) => {
        for (let event = await events.next(); event; event = await events.next())
          if (event.data.queue === queue) return event;
      };
      const expected = { id: expect.any(String), at: expect.any(Number) };
      const first = await of(all, bed.queueName);
      expect(first).toMatchObject({ event: 'added', data: { queue: bed.queueName, ...expected } });
      expect(await of(all, fresh.name)).toMatchObject({ event: 'added', data: { queue: fresh.name, ...expected } });
      for (let i = 0; i < 5; i++) expect((await one.next())?.data.queue).toBe(bed.queueName);
    } finally {
      clearInterval(add);
    }
  });

  test('as figures they are counted for each queue and kind', async ({ bed }) => {
    await bed.queue.add('work', 1);
    await using figures = await EventReader.open(`${bed.url}/api/v1/events?summary=1&queues=${bed.queueName}`);
    // The first tells that it listens.
    expect(await figures.next()).toMatchObject({ event: 'summary', data: { at: expect.any(Number), queues: {} } });
    await bed.queue.addBulk(Array.from({ length: 50 }, () => ({ name: 'work', data: 1 })));
    let added = 0;
    while (added < 50) added += (await figures.next())?.data.queues[bed.queueName]?.added ?? 0;
    expect(added).toBe(50);
  });

  test('of a queue that is not there are a problem', async ({ bed }) => {
    expect((await bed.ask('/api/v1/events?queues=nowhere')).body.code).toBe('ERR_QUEUE_MISSING');
    expect((await bed.ask('/api/v1/events?summary=0')).status).toBe(400);
  });
});
