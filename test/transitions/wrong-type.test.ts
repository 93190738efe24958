import { describe, expect } from 'vitest';
import { boardKeys, channelKeys, post, publish, replay } from '../support/core-internals.js';
import { QUEUE_CALLS, seedEverything } from '../support/every-script.js';
import { test } from '../support/script-bed.js';

const REFUSED = { code: 'ERR_REDIS_WRONG_TYPE', message: expect.stringContaining('choose another prefix') };

// `look` only names its key, so that it reaches the right node of a cluster.
const CALLS = QUEUE_CALLS.filter(({ name }) => name !== 'look');

// A script that fails half way is not rolled back: it has to fail before its first write.
describe.each(CALLS)('$name', ({ script, input }) => {
  test.for(script.contract.keyNames)('writes nothing where %s is of another type', async (keyName, { bed }) => {
    await seedEverything(bed);
    const key = script.contract.keys(bed.keys, input)[script.contract.keyNames.indexOf(keyName)] ?? '';
    await bed.redis.set(key, 'of somebody else');
    const { before, after, reply, announced } = await bed.observe(() =>
      script.run(bed.connection, bed.keys, input).catch((error: unknown) => error),
    );
    expect(reply).toMatchObject(REFUSED);
    expect(after).toEqual(before);
    expect(announced).toEqual([]);
  });
});

describe('boards and channels', () => {
  const posted = { writer: 'me', number: 1, value: '1', ttlMs: 0 };
  const published = { writer: 'me', number: 1, message: '1', keep: 5 };

  test.for([
    { name: 'post', other: 'board' },
    { name: 'post', other: 'writers' },
    { name: 'publish', other: 'meta' },
    { name: 'publish', other: 'history' },
    { name: 'publish', other: 'writers' },
    { name: 'replay', other: 'meta' },
    { name: 'replay', other: 'history' },
  ])('$name writes nothing where $other is of another type', async ({ name, other }, { bed }) => {
    const board = boardKeys('bed', bed.queue);
    const channel = channelKeys('bed', bed.queue);
    const key = { ...channel, ...(name === 'post' ? board : {}) }[other as 'meta'];
    await bed.redis.set(key, 'of somebody else');
    const before = await bed.redis.keys('*');
    const work = {
      post: () => post.run(bed.connection, board, posted),
      publish: () => publish.run(bed.connection, channel, published),
      replay: () => replay.run(bed.connection, channel, { since: undefined, limit: 1 }),
    }[name];
    await expect(work?.()).rejects.toMatchObject(REFUSED);
    expect(await bed.redis.keys('*')).toEqual(before);
  });
});
