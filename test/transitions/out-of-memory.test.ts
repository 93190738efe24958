import { describe, expect } from 'vitest';
import { boardKeys, type Connection, channelKeys, post, publish, replay } from '../support/core-internals.js';
import { QUEUE_CALLS, seedEverything } from '../support/every-script.js';
import { type ScriptBed, test } from '../support/script-bed.js';

/** Does something while the server refuses every command that may need memory. */
async function atMaxmemory<T>(bed: ScriptBed, work: () => Promise<T>): Promise<T> {
  await bed.redis.config('SET', 'maxmemory', '1');
  try {
    await expect(bed.redis.set('anything', '1')).rejects.toThrow('OOM');
    return await work();
  } finally {
    await bed.redis.config('SET', 'maxmemory', '0');
  }
}

const REFUSED = { code: 'ERR_REDIS_MEMORY', message: expect.stringContaining('nothing was added') };

describe.each(QUEUE_CALLS.filter(({ goesOn }) => !goesOn))('$name', ({ script, input }) => {
  test('is refused and changes nothing', async ({ bed }) => {
    await seedEverything(bed);
    const act = () => script.run(bed.connection, bed.keys, input).catch((error: unknown) => error);
    const { before, after, reply, announced } = await bed.observe(() => atMaxmemory(bed, act));
    expect(reply).toMatchObject(REFUSED);
    expect(after).toEqual(before);
    expect(announced).toEqual([]);
  });
});

describe.each(QUEUE_CALLS.filter(({ goesOn }) => goesOn))('$name goes on', ({ script, input }) => {
  test('as if there were room', async ({ bed }) => {
    const calls = { roomy: () => script.run(bed.connection, bed.keys, input) };
    await seedEverything(bed);
    const usual = await bed.observe(calls.roomy);
    await bed.redis.flushall();
    await seedEverything(bed);
    const scarce = await bed.observe(() => atMaxmemory(bed, calls.roomy));
    expect(steady(scarce)).toEqual(steady(usual));
  });

  // Redis 6.2 knows no flags: there a write that needs no memory goes first, which later servers understand as well.
  test('in its form for Redis 6.2', async ({ bed }) => {
    const legacy = { script: evalLegacy(bed.connection) } as unknown as Connection;
    await seedEverything(bed);
    const usual = await bed.observe(() => script.run(bed.connection, bed.keys, input));
    await bed.redis.flushall();
    await seedEverything(bed);
    const scarce = await bed.observe(() => atMaxmemory(bed, () => script.run(legacy, bed.keys, input)));
    expect(steady(scarce)).toEqual(steady(usual));
  });
});

/** What was seen, without how long it still is to the next due job: that passes. */
const steady = ({ reply, ...seen }: { reply: unknown }) => ({
  ...seen,
  reply: typeof reply === 'object' && reply !== null && 'nextDueMs' in reply ? { ...reply, nextDueMs: 'soon' } : reply,
});

/** What a connection does with a script where the server is a Redis 6.2. */
function evalLegacy(connection: Connection): Connection['script'] {
  return ({ legacy }, keys, values) => {
    expect(legacy.lua).not.toContain('flags=');
    return connection.command((client) => client.eval(legacy.lua, keys.length, ...keys, ...values) as never);
  };
}

test('boards and channels go on', async ({ bed }) => {
  const channel = channelKeys('bed', 'channel');
  await atMaxmemory(bed, async () => {
    const posted = { writer: 'me', number: 1, value: '1', ttlMs: 0 };
    await post.run(bed.connection, boardKeys('bed', 'board'), posted);
    await publish.run(bed.connection, channel, { writer: 'me', number: 1, message: '"kept"', keep: 5 });
    const { messages } = await replay.run(bed.connection, channel, { since: undefined, limit: 5 });
    expect(messages).toMatchObject([{ text: '"kept"' }]);
  });
});
