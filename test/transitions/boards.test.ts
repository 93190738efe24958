import { describe, expect } from 'vitest';
import { boardKeys, channelKeys, post, progress, publish, replay } from '../support/core-internals.js';
import { type ScriptBed, test } from '../support/script-bed.js';

describe('progress', () => {
  const input = { wid: 'w', id: 'a', held: '7', value: '{"percent":40}' };

  test('of the run that holds the claim is written and announced', async ({ bed }) => {
    await bed.worker('w');
    await bed.seed({ 'active:w': { a: '7' } });
    const { before, after, reply, announced } = await bed.act(progress, input);
    const run = { seq: 'claim 1', at: 'now', progress: '{"percent":40}' };
    expect(after).toEqual({ ...before, tries: { a: '0 0 r' }, 'run:a': run });
    expect(reply).toEqual({ seq: 'claim 1', at: 'now' });
    expect(announced).toEqual(['notice:a: claim 1 now {"percent":40}']);
  });

  test.for([
    { tries: '2 1 -', noted: '2 1 r' },
    { tries: '2 1 b', noted: '2 1 br' },
    { tries: '2 1 br', noted: '2 1 br' },
  ])('notes the run beside "$tries" once', async ({ tries, noted }, { bed }) => {
    await bed.seed({ 'active:w': { a: '7' }, tries: { a: tries } });
    const { after } = await bed.act(progress, input);
    expect(after['tries']).toEqual({ a: noted });
  });

  test('numbers rise, also over a clock that went back', async ({ bed }) => {
    await bed.seed({ 'active:w': { a: '7' }, 'run:a': { seq: '8000000000000000' } });
    const { after, reply } = await bed.act(progress, input);
    expect(reply).toMatchObject({ seq: 8000000000000001 });
    expect(after).toMatchObject({ 'run:a': { seq: '8000000000000001' } });
  });

  test.for([
    { who: 'an earlier claim', held: '6' },
    { who: 'nobody', held: '' },
  ])('of $who is stale and writes nothing', async ({ held }, { bed }) => {
    await bed.seed({ 'active:w': { a: '7' } });
    const { before, after, reply, announced } = await bed.act(progress, { ...input, held });
    expect(after).toEqual(before);
    expect(reply).toBeUndefined();
    expect(announced).toEqual([]);
  });
});

// Boards and channels have tags of their own: their keys are laid under the tag of the bed, so that it sees them.
const board = (bed: ScriptBed) => retag(bed, boardKeys('bed', 'board'), '{bed:board:board}:');
const channel = (bed: ScriptBed) => retag(bed, channelKeys('bed', 'channel'), '{bed:channel:channel}:');

function retag<Keys extends Record<string, string>>(bed: ScriptBed, keys: Keys, tag: string): Keys {
  return Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, key.replace(tag, bed.tag)])) as Keys;
}

describe('post', () => {
  const input = { writer: 'me', number: 1, value: '{"v":1}', ttlMs: 0 };
  const put = (bed: ScriptBed, more: Partial<typeof input> = {}) =>
    bed.observe(() => post.run(bed.connection, board(bed), { ...input, ...more }));

  test('puts the value, announces it, and remembers the writer for an hour', async ({ bed }) => {
    const { after, reply, announced } = await put(bed);
    expect(after).toEqual({
      board: { seq: 'claim 1', at: 'now', value: '{"v":1}' },
      writers: { me: '1 claim 1 now' },
      'writers (ttl)': 3_600_000,
    });
    expect(reply).toEqual({ seq: 'claim 1', at: 'now' });
    expect(announced).toEqual(['notice: claim 1 now {"v":1}']);
  });

  test('that is sent again repeats nothing and answers as the first time', async ({ bed }) => {
    const first = await post.run(bed.connection, board(bed), input);
    const { before, after, reply, announced } = await bed.observe(() => post.run(bed.connection, board(bed), input));
    expect(after['board']).toEqual(before['board']);
    expect(reply).toEqual(first);
    expect(announced).toEqual([]);
  });

  test('of an older number than the last of its writer changes nothing', async ({ bed }) => {
    await put(bed, { number: 5, value: '"newer"' });
    const { after } = await put(bed, { number: 4, value: '"older"' });
    expect(after).toMatchObject({ board: { value: '"newer"' } });
  });

  test('of another writer counts by itself, and seq never falls', async ({ bed }) => {
    await bed.seed({ board: { seq: '8000000000000000', value: '"old"' } });
    const { reply } = await put(bed, { writer: 'other' });
    expect(reply).toMatchObject({ seq: 8000000000000001 });
  });

  test('with a time to live goes by itself; the next one without stays', async ({ bed }) => {
    const { after } = await put(bed, { ttlMs: 60_000 });
    expect(after).toMatchObject({ 'board (ttl)': 60_000 });
    const { after: later } = await put(bed, { number: 2 });
    expect(later).not.toHaveProperty('board (ttl)');
  });

  test('forgets writers where they are too many', async ({ bed }) => {
    await bed.seed({ writers: Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`writer-${i}`, '1 1 1'])) });
    const { after } = await put(bed);
    expect(after['writers']).toEqual({ me: '1 claim 1 now' });
  });
});

describe('publish', () => {
  const input = { writer: 'me', number: 1, message: '"hello"', keep: 2 };
  const say = (bed: ScriptBed, more: Partial<typeof input> = {}) =>
    bed.observe(() => publish.run(bed.connection, channel(bed), { ...input, ...more }));

  test('sends a message and keeps it', async ({ bed }) => {
    const { after, reply, announced } = await say(bed);
    expect(after).toEqual({
      meta: { last: 'claim 1', keep: '2' },
      history: ['claim 1-0 at now m "hello"'],
      writers: { me: '1 claim 1 now' },
      'writers (ttl)': 3_600_000,
    });
    expect(reply).toEqual({ id: 'claim 1', at: 'now' });
    expect(announced).toEqual(['messages: claim 1 now "hello"']);
  });

  test('that is sent again repeats nothing', async ({ bed }) => {
    const first = await publish.run(bed.connection, channel(bed), input);
    const { before, after, reply, announced } = await say(bed);
    expect(after['history']).toEqual(before['history']);
    expect(reply).toEqual(first);
    expect(announced).toEqual([]);
  });

  test('lets the oldest go, and remembers which was the last that went', async ({ bed }) => {
    const ids: number[] = [];
    for (let number = 1; number <= 4; number += 1) {
      ids.push((await publish.run(bed.connection, channel(bed), { ...input, number, message: String(number) })).id);
    }
    const history = await bed.redis.xrange(`${bed.tag}history`, '-', '+');
    expect(history.map(([, fields]) => fields[3])).toEqual(['3', '4']);
    expect(await bed.redis.hget(`${bed.tag}meta`, 'trimmed')).toBe(String(ids[1]));
  });

  test('without a history leaves nothing but its number, which counts as gone', async ({ bed }) => {
    const { after, announced } = await say(bed, { keep: 0 });
    expect(after).toMatchObject({ meta: { last: 'claim 1', trimmed: 'claim 1' } });
    expect(after).not.toHaveProperty('history');
    expect(announced).toEqual(['messages: claim 1 now "hello"']);
  });

  test('numbers rise over a clock that went back', async ({ bed }) => {
    await bed.seed({ meta: { last: '8000000000000000' } });
    const { reply } = await say(bed);
    expect(reply).toMatchObject({ id: 8000000000000001 });
  });
});

describe('replay', () => {
  async function history(bed: ScriptBed): Promise<void> {
    for (const id of [101, 102, 103])
      await bed.redis.xadd(`${bed.tag}history`, `${id}-0`, 'at', `${id}0`, 'm', `"m${id}"`);
    await bed.seed({ meta: { last: '103', trimmed: '100' } });
  }
  const told = (id: number) => ({ id, at: id * 10, text: `"m${id}"` });

  test.for([
    { since: undefined, limit: 10, messages: [101, 102, 103] },
    { since: undefined, limit: 2, messages: [101, 102] },
    { since: 100, limit: 10, messages: [101, 102, 103] },
    { since: 102, limit: 10, messages: [103] },
    { since: 103, limit: 10, messages: [] },
  ])('since $since at most $limit', async ({ since, limit, messages }, { bed }) => {
    await history(bed);
    const { before, after, reply } = await bed.observe(() =>
      replay.run(bed.connection, channel(bed), { since, limit }),
    );
    expect(after).toEqual(before);
    expect(reply).toEqual({ trimmed: undefined, last: 103, messages: messages.map(told) });
  });

  test('says what is gone when more than that was asked for', async ({ bed }) => {
    await history(bed);
    const reply = await replay.run(bed.connection, channel(bed), { since: 99, limit: 10 });
    expect(reply).toEqual({ trimmed: 100, last: 0, messages: [] });
  });

  test('of a channel that was never used is empty', async ({ bed }) => {
    const reply = await replay.run(bed.connection, channel(bed), { since: 5, limit: 10 });
    expect(reply).toEqual({ trimmed: undefined, last: 0, messages: [] });
  });
});
