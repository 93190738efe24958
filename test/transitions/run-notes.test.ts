import { describe, expect } from 'vitest';
import { checkpoint, log } from '../support/core-internals.js';
import { test } from '../support/script-bed.js';

const RUN = { wid: 'w', id: 'a', held: '7' };
const NOTES = [
  { script: checkpoint, input: { ...RUN, state: '{"page":7}' } },
  { script: log, input: { ...RUN, line: 'read 5 rows' } },
] as { script: typeof log; input: Parameters<typeof log.run>[2] }[];

test('a checkpoint is kept in the run, and noted', async ({ bed }) => {
  await bed.seed({ 'active:w': { a: '7' } });
  const { before, after, reply, announced } = await bed.act(checkpoint, { ...RUN, state: '{"page":7}' });
  expect(after).toEqual({ ...before, tries: { a: '0 0 rc' }, 'run:a': { checkpoint: '{"page":7}' } });
  expect([reply, announced]).toEqual([true, []]);
});

test('another takes its place; counts, other letters and words stay as they are', async ({ bed }) => {
  await bed.seed({ 'active:w': { a: '7s' }, tries: { a: '2 1 br p5:3 us1' }, 'run:a': { seq: '4', checkpoint: '1' } });
  const { before, after } = await bed.act(checkpoint, { ...RUN, held: '7s', state: '2' });
  const run = { seq: '4', checkpoint: '2' };
  expect(after).toEqual({ ...before, tries: { a: '2 1 brc p5:3 us1' }, 'run:a': run });
  const again = await bed.act(checkpoint, { ...RUN, held: '7s', state: '2' });
  expect(again.after).toEqual(again.before);
});

test('a line of a log has its time, and is noted', async ({ bed }) => {
  await bed.seed({ 'active:w': { a: '7' }, tries: { a: '1 0 r' } });
  const { before, after, reply, announced } = await bed.act(log, { ...RUN, line: 'read 5 rows\nof 9' });
  expect(after).toEqual({ ...before, tries: { a: '1 0 rl' }, 'log:a': [expect.stringMatching(/read 5 rows\nof 9$/)] });
  const [line] = await bed.redis.lrange(bed.keys.log('a'), 0, -1);
  expect(line).toMatch(/^\d{13} read 5 rows\nof 9$/);
  expect([reply, announced]).toEqual([true, []]);
});

test('of a log the last thousand lines stay', async ({ bed }) => {
  await bed.seed({ 'active:w': { a: '7' }, tries: { a: '0 0 l' } });
  await bed.seed({ 'log:a': Array.from({ length: 1000 }, (_, n) => `1 line ${n}`) });
  await log.run(bed.connection, bed.keys, { ...RUN, line: 'the last' });
  const lines = await bed.redis.lrange(bed.keys.log('a'), 0, -1);
  expect([lines.length, lines[0], lines.at(-1)?.replace(/^\d+ /, '')]).toEqual([1000, '1 line 1', 'the last']);
});

describe.each(NOTES)('$script.contract.name', ({ script, input }) => {
  test.for([
    ['another claim', { 'active:w': { a: '8' } }],
    ['a claim of another worker', { 'active:v': { a: '7' } }],
    ['no claim', { waiting: ['a'] }],
  ] as const)('writes nothing under %s', async ([, seed], { bed }) => {
    await bed.seed({ ...seed, tries: { a: '1 0 -' } } as never);
    const { before, after, reply } = await bed.act(script, input);
    expect(after).toEqual(before);
    expect(reply).toBe(false);
  });
});
