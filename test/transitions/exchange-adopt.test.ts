import { describe, expect } from 'vitest';
import { exchange } from '../support/core-internals.js';
import { ask, completed, released, say, turn } from '../support/exchange-input.js';
import { test } from '../support/script-bed.js';

describe('adopting what is named', () => {
  test('what a blocked read has moved is claimed, and room beyond it is filled', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('moved', 'a', 'b');
    await bed.seed({ waiting: ['b', 'a'], 'pending:w': ['moved'] });
    const { before, after, reply } = await bed.act(exchange, ask({ want: 2, adopt: ['moved'] }));
    const taken = { waiting: ['b'], 'active:w': { moved: 'claim 1', a: 'claim 2' }, meta: { claims: 'claim 2' } };
    expect(after).toEqual({ ...before, 'pending:w': undefined, ...taken });
    expect(reply).toMatchObject({ ids: ['moved', 'a'], note: 'more' });
  });

  test('an id that is named twice is claimed once', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a');
    await bed.seed({ 'pending:w': ['a'] });
    const { after, reply } = await bed.act(exchange, ask({ want: 2, adopt: ['a', 'a'] }));
    expect(reply).toMatchObject({ ids: ['a'], held: ['claim 1'] });
    expect(after).toMatchObject({ 'active:w': { a: 'claim 1' }, meta: { claims: 'claim 1' } });
  });

  test('an id that is no longer unclaimed is not claimed a second time', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a');
    await bed.seed({ 'active:w': { a: '7' } });
    const { before, after, reply } = await bed.act(exchange, ask({ want: 1, adopt: ['a'] }));
    expect(after).toEqual(before);
    expect(reply).toMatchObject({ ids: [], note: 'empty' });
  });

  test('an id in the list of another worker is left there', async ({ bed }) => {
    await bed.worker('w');
    await bed.worker('other');
    await bed.seed({ 'pending:other': ['a'] });
    const { before, after } = await bed.act(exchange, ask({ want: 1, adopt: ['a'] }));
    expect(after).toEqual(before);
  });

  test('a marker is dropped and claims nothing', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a');
    await bed.seed({ 'pending:w': ['', 'a', ''] });
    const { before, after } = await bed.act(exchange, ask({ want: 1, adopt: [''] }));
    expect(after).toEqual({ ...before, 'pending:w': ['a'] });
  });

  test('only what is named is adopted', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a', 'b');
    await bed.seed({ 'pending:w': ['b', 'a'] });
    const { after } = await bed.act(exchange, ask({ want: 1, adopt: ['b'] }));
    expect(after).toMatchObject({ 'pending:w': ['a'], 'active:w': { b: 'claim 1' } });
  });
});

describe('adopting whatever was moved', () => {
  const everything = { adopt: 'moved' } as const;

  test('claims all of it, the oldest first, and drops markers', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a', 'b', 'c');
    await bed.seed({ waiting: ['c'], 'pending:w': ['', 'b', 'a', ''] });
    const { before, after, reply } = await bed.act(exchange, ask({ want: 2, ...everything }));
    const claims = { 'active:w': { a: 'claim 1', b: 'claim 2' }, meta: { claims: 'claim 2' } };
    expect(after).toEqual({ ...before, 'pending:w': undefined, ...claims });
    expect(reply).toMatchObject({ ids: ['a', 'b'], note: 'more' });
  });

  test('tells a husk from the job that was added again', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a');
    await bed.seed({ 'pending:w': ['a', 'a'], gone: { a: '1' } });
    const { after, reply } = await bed.act(exchange, ask({ want: 2, ...everything }));
    expect(after).toMatchObject({ 'active:w': { a: 'claim 1' } });
    expect(after).not.toHaveProperty('pending:w');
    expect(reply).toMatchObject({ ids: ['a'] });
  });

  test('settles what is reported with it', async ({ bed }) => {
    await bed.worker('w');
    await bed.messages('a');
    await bed.seed({ 'pending:w': ['a'], 'active:w': { b: '7', c: '8' } });
    const reports = [completed('b', '7'), released('c', '8')];
    const { after, reply } = await bed.act(turn, say({ want: 1, reports, ...everything }));
    expect(after).toMatchObject({ 'active:w': { a: 'claim 1' }, completed: ['b'], waiting: ['c'] });
    expect(reply).toMatchObject({ stale: [], ids: ['a'] });
  });

  test('finds nothing where nothing was moved', async ({ bed }) => {
    await bed.worker('w');
    const { before, after } = await bed.act(exchange, ask({ want: 1, ...everything }));
    expect(after).toEqual(before);
  });
});
