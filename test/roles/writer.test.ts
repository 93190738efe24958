import { RedisPermissionError } from '@longshore/core';
import { expect } from 'vitest';
import { boardKeys, post, Writer } from '../support/core-internals.js';
import type { FailingConnection } from '../support/failing-connection.js';
import type { ScriptBed } from '../support/script-bed.js';
import { test } from './role-test.js';

function board(failing: FailingConnection, bed: ScriptBed, deadlineMs = 5000) {
  const writer = new Writer(deadlineMs);
  const keys = boardKeys('bed', bed.queue);
  const write = (value: string) =>
    writer.write((number) => post.run(failing, keys, { writer: writer.id, number, value, ttlMs: 0 }));
  const heard = async () => (await bed.redis.hget(keys.board, 'value')) as string;
  return { write, heard };
}

test('posts go one after the other, in the order they were made', async ({ failing, bed }) => {
  const { write, heard } = board(failing, bed);
  failing.fail('post', 'unreached', 'unreached');
  const posted = await Promise.all(['1', '2', '3', '4'].map(write));
  const seqs = posted.map(({ seq }) => seq);
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
  expect(new Set(seqs).size).toBe(4);
  expect(failing.calls.map(({ values }) => values[3])).toEqual(['1', '1', '1', '2', '3', '4']);
  expect(await heard()).toBe('4');
});

test('one whose reply was lost is sent again under its number and repeats nothing', async ({ failing, bed }) => {
  const { write } = board(failing, bed);
  failing.fail('post', 'reply lost', 'reply lost');
  const first = await write('1');
  const second = await write('2');
  expect(failing.count('post')).toBe(4);
  expect(new Set(failing.calls.slice(0, 3).map(({ values }) => values[2])).size).toBe(1);
  expect(second.seq).toBeGreaterThan(first.seq);
});

test('one that fails holds up none behind it', async ({ failing, bed }) => {
  const { write, heard } = board(failing, bed, 200);
  failing.fail('post', new RedisPermissionError('NOPERM'));
  const [first, second] = await Promise.allSettled([write('1'), write('2')]);
  expect(first).toMatchObject({ reason: { code: 'ERR_REDIS_PERMISSION' } });
  expect(second.status).toBe('fulfilled');
  expect(await heard()).toBe('2');
});

test('without an answer it ends by its deadline', async ({ failing, bed }) => {
  const { write } = board(failing, bed, 200);
  failing.fail('post', ...Array<'unreached'>(50).fill('unreached'));
  await expect(write('1')).rejects.toMatchObject({ code: 'ERR_REDIS_UNAVAILABLE' });
  expect(failing.count('post')).toBeGreaterThan(1);
});
