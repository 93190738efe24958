import { NoticeBoard } from '@longshore/core';
import { describe, expect } from 'vitest';
import { test } from '../support/api-bed.js';
import { EventReader } from '../support/event-reader.js';

describe('boards', () => {
  test('are read, waited for and posted on', async ({ bed }) => {
    const path = `/api/v1/boards/${bed.queueName}`;
    expect((await bed.ask(`${path}?wait=0`)).status).toBe(204);
    const waiting = bed.ask(path);
    const { status, body } = await bed.ask(path, { method: 'PUT', json: { value: { percent: 40 } } });
    expect({ status, body }).toEqual({ status: 200, body: { seq: expect.any(Number), at: expect.any(Number) } });
    const expected = { value: { percent: 40 }, ...body, next_update_url: `${path}?since=${body.seq}` };
    expect((await waiting).body).toEqual(expected);
    expect((await bed.ask(path)).body).toEqual(expected);
    await using events = await EventReader.open(bed.url + path);
    expect(await events.next()).toEqual({ id: `${body.seq}`, event: 'message', data: expected });
    await using board = new NoticeBoard(bed.queueName, { connection: bed.server.url });
    const { seq } = await board.post(null);
    expect((await events.next())?.data).toMatchObject({ seq, value: null });
  });

  test('a value that has expired is not shown any more', async ({ bed, redis }) => {
    const path = `/api/v1/boards/${bed.queueName}`;
    await bed.ask(path, { method: 'PUT', json: { value: 1, ttl: 50 } });
    await expect.poll(() => redis.exists(`{longshore:board:${bed.queueName}}:board`)).toBe(0);
    expect((await bed.ask(`${path}?wait=0`)).status).toBe(204);
  });

  test('what cannot be is a problem that names the field', async ({ bed }) => {
    const put = (name: string, json: unknown) => bed.ask(`/api/v1/boards/${name}`, { method: 'PUT', json });
    expect((await put('a%20b', { value: 1 })).body).toMatchObject({ status: 400, code: 'ERR_INVALID_NAME' });
    expect((await bed.ask('/api/v1/boards/a%3Ab?wait=0')).body.code).toBe('ERR_INVALID_NAME');
    expect((await put('one', {})).body).toMatchObject({ status: 400, field: 'body.value' });
    expect((await put('one', { value: 1, ttl: 0 })).body).toMatchObject({ status: 400, field: 'body.ttl' });
    expect((await put('one', { value: 1, seq: 5 })).body).toMatchObject({ status: 400, field: 'body.seq' });
    expect((await put('one', { value: 'x'.repeat(1024 * 1024) })).body).toMatchObject({
      code: 'ERR_PAYLOAD_TOO_LARGE',
    });
  });
});
