import { describe, expect } from 'vitest';
import { completed, say, turn } from '../support/exchange-input.js';
import { type ScriptBed, test } from '../support/script-bed.js';
import { without } from '../support/snapshot.js';

/** Jobs that have ended, with all that stands behind them. */
async function ended(bed: ScriptBed, ...ids: string[]): Promise<void> {
  await bed.messages(...ids);
  await bed.seed(Object.fromEntries(ids.map((id) => [`end:${id}`, `end of ${id}`])));
}

describe('completed jobs above the count', () => {
  const window = [
    { marks: '4 5 -3000', frees: ['a', 'b', 'c', 'd'], left: '4 5 seeded-3000', why: 'all that is old enough' },
    { marks: '2 5 -3000', frees: ['a', 'b'], left: '2 5 seeded-3000', why: 'no job that ended a moment ago' },
    { marks: '0 5 -10000', frees: ['a', 'b', 'c', 'd'], left: '5 6 now', why: 'what the window has passed since' },
    { marks: '1 5 50000', frees: ['a'], left: '1 6 now', why: 'no more over a clock that went back' },
    { marks: '', frees: [], left: '0 6 now', why: 'nothing before the first mark' },
  ];

  test.for(window)('free $why', async ({ marks, frees, left }, { bed }) => {
    const [spared, total, at] = marks.split(' ');
    await bed.worker('w');
    await ended(bed, 'a', 'b', 'c', 'd', 'e');
    await bed.seed({ completed: ['e', 'd', 'c', 'b', 'a'], stats: { completed: '5' }, 'active:w': { f: '7' } });
    if (marks !== '') await bed.seed({ meta: { window: `${spared} ${total} ${bed.at(Number(at))}` } });
    const { before, after } = await bed.act(turn, say({ keepCompleted: 2, reports: [completed('f', '7')] }));
    expect(after).toEqual({
      ...without(before, ...frees, 'w'),
      completed: ['f', 'e', 'd', 'c', 'b', 'a'].filter((id) => !frees.includes(id)),
      'end:f': after['end:f'],
      stats: { completed: '6' },
      meta: { window: left },
    });
  });

  test('take their bodies, runs and tries with them', async ({ bed }) => {
    await bed.worker('w');
    await ended(bed, 'a', 'b');
    const hung = {
      'body:a': 'body',
      'run:a': { seq: '1' },
      tries: { a: '1 0 br', live: '1 0 b' },
      'body:live': 'body',
    };
    const meta = { window: `2 2 ${bed.at(-3000)}` };
    await bed.seed({ ...hung, completed: ['b', 'a'], stats: { completed: '2' }, meta, 'active:w': { c: '7' } });
    const { before, after } = await bed.act(turn, say({ keepCompleted: 2, reports: [completed('c', '7')] }));
    expect(after).toEqual({
      ...without(before, 'a', 'w'),
      tries: { live: '1 0 b' },
      completed: ['c', 'b'],
      'end:c': after['end:c'],
      stats: { completed: '3' },
    });
  });

  test('spare one that was removed and added again since', async ({ bed }) => {
    await bed.worker('w');
    await ended(bed, 'b');
    await bed.messages('again');
    const meta = { window: `2 2 ${bed.at(-3000)}` };
    await bed.seed({ waiting: ['again'], completed: ['b', 'again'], stats: { completed: '2' }, meta });
    await bed.seed({ 'active:w': { c: '7' } });
    const { before, after } = await bed.act(turn, say({ keepCompleted: 1, reports: [completed('c', '7')] }));
    expect(after).toEqual({
      ...without(before, 'b', 'w'),
      completed: ['c'],
      'end:c': after['end:c'],
      stats: { completed: '3' },
    });
  });
});
