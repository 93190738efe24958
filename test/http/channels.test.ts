import { Channel } from '@longshore/core';
import { describe, expect } from 'vitest';
import { test } from '../support/api-bed.js';
import { EventReader } from '../support/event-reader.js';

describe('channels', () => {
  test('are published on and listened to, with what is kept first', async ({ bed }) => {
    await using channel = new Channel<number>(bed.queueName, { connection: bed.server.url, history: 3 });
    const sent = [];
    for (let n = 1; n <= 4; n++) sent.push(await channel.publish(n));
    const path = `/api/v1/channels/${bed.queueName}`;
    // The API does not know how many are kept: the publishers said it.
    const fifth = await bed.ask(`${path}/messages`, { method: 'POST', json: { message: 5 } });
    expect(fifth).toMatchObject({ status: 201, body: { id: expect.any(Number), at: expect.any(Number) } });
    await using all = await EventReader.open(`${bed.url}${path}/events`);
    await using now = await EventReader.open(`${bed.url}${path}/events?since=now`);
    await using behind = await EventReader.open(`${bed.url}${path}/events`, { 'last-event-id': `${sent[3]?.id}` });
    await channel.publish(6);
    const take = async (events: EventReader, count: number) => {
      const found = [];
      for (let i = 0; i < count; i++) found.push((await events.next())?.data.message);
      return found;
    };
    expect(await take(all, 4)).toEqual([3, 4, 5, 6]);
    expect(await take(now, 1)).toEqual([6]);
    expect(await take(behind, 2)).toEqual([5, 6]);
    const trimmed = await bed.ask(`${path}/events?since=${sent[0]?.id}`);
    expect(trimmed).toMatchObject({ status: 410, body: { code: 'ERR_HISTORY_TRIMMED' } });
  });

  test('every message comes once, to many listeners, while it is published quickly', async ({ bed }) => {
    await using channel = new Channel<number>(bed.queueName, {
      connection: bed.server.url,
      history: 5000,
      deadline: '1m',
    });
    await channel.publish(0);
    const url = `${bed.url}/api/v1/channels/${bed.queueName}/events`;
    const readers = await Promise.all([1, 2, 3].map(() => EventReader.open(url)));
    const numbers = Array.from({ length: 700 }, (_, i) => i + 1);
    const sending = Promise.all(numbers.map((n) => channel.publish(n)));
    for (const reader of readers) {
      const found = [];
      while (found.length <= numbers.length) found.push((await reader.next())?.data.message);
      expect(found).toEqual([0, ...numbers]);
      await reader[Symbol.asyncDispose]();
    }
    await sending;
  });

  test('what cannot be is a problem', async ({ bed }) => {
    expect((await bed.ask('/api/v1/channels/a%3Ab/events')).body.code).toBe('ERR_INVALID_NAME');
    expect((await bed.ask('/api/v1/channels/a/events?since=soon')).status).toBe(400);
    const empty = await bed.ask('/api/v1/channels/a/messages', { method: 'POST', json: {} });
    expect(empty.body).toMatchObject({ status: 400, field: 'body.message' });
  });
});
