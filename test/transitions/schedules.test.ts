import { describe, expect } from 'vitest';
import { scheduleDue, schedulePut, scheduleTick, scheduleTurn, type Tick } from '../support/core-internals.js';
import { type ScriptBed, test } from '../support/script-bed.js';

const tick = (more: Partial<Tick> = {}): Tick => ({
  id: 'daily',
  slot: 1000,
  since: 500,
  next: 2000,
  job: { slot: 1000, id: 'daily:1000' },
  text: '"a name",1',
  body: undefined,
  words: '',
  overlap: 'allow',
  limit: undefined,
  ...more,
});

async function seed(bed: ScriptBed, ticked = '- 500 0'): Promise<void> {
  await bed.seed({ schedules: { daily: '{"a":1}' }, ticks: { daily: 1000 }, ticked: { daily: ticked } });
}

describe('a tick', () => {
  test('adds the job of its slot and moves on to the next', async ({ bed }) => {
    await seed(bed);
    const { before, after, reply, announced } = await bed.act(scheduleTick, tick());
    expect(reply).toBe('added');
    expect(after).toEqual({
      ...before,
      waiting: ['daily:1000'],
      'job:daily:1000': '"a name",1,now',
      ticks: { daily: 2000 },
      ticked: { daily: '- 500 1 1000 now daily:1000' },
    });
    expect(announced).toEqual(['now\nadded daily:1000']);
  });

  test('changes nothing when it is sent again', async ({ bed }) => {
    await seed(bed);
    await scheduleTick.run(bed.connection, bed.keys, tick());
    const { before, after, reply, announced } = await bed.act(scheduleTick, tick());
    expect([reply, announced]).toEqual(['stale', []]);
    expect(after).toEqual(before);
  });

  test.for([
    { why: 'another slot', with: { slot: 999 } },
    { why: 'another revision', with: { since: 499 } },
    { why: 'no such schedule', with: { id: 'weekly' } },
  ])('changes nothing for $why', async ({ with: other }, { bed }) => {
    await seed(bed);
    const { before, after, reply } = await bed.act(scheduleTick, tick(other));
    expect(reply).toBe('stale');
    expect(after).toEqual(before);
  });

  test('puts a job with words where it belongs, its body apart, and wakes a worker', async ({ bed }) => {
    await seed(bed);
    const { before, after } = await bed.act(scheduleTick, tick({ body: '"large"', words: ' p-1 k5' }));
    expect(after).toMatchObject({
      waiting: [''],
      prioritized: { 'daily:1000': String(-4398046511104 + 2199023255552 + 1) },
      tries: { 'daily:1000': '0 0 b p-1:1 k5' },
      'body:daily:1000': '"large"',
      meta: { arrivals: '1' },
      schedules: before['schedules'],
    });
  });

  test('puts a job that goes first to the front, and notes when it expires', async ({ bed }) => {
    await seed(bed);
    await bed.seed({ waiting: ['b', 'a'] });
    const { after } = await bed.act(scheduleTick, tick({ words: ' f x+5000' }));
    expect(after).toMatchObject({
      waiting: ['b', 'a', 'daily:1000'],
      expiring: { 'daily:1000': 'now+5000' },
      tries: { 'daily:1000': expect.stringMatching(/^0 0 - f x\d{13}$/) },
    });
  });

  test('does not add a job that is there already, and moves on', async ({ bed }) => {
    await seed(bed);
    await bed.seed({ 'job:daily:1000': 'as it was', delayed: { 'daily:1000': bed.at(5000) } });
    const { before, after, reply } = await bed.act(scheduleTick, tick());
    expect(reply).toBe('taken');
    expect(after).toEqual({ ...before, ticks: { daily: 2000 } });
  });

  test('of a slot that gets none moves on', async ({ bed }) => {
    await seed(bed);
    const { before, after, reply } = await bed.act(scheduleTick, tick({ job: undefined }));
    expect(reply).toBe('none');
    expect(after).toEqual({ ...before, ticks: { daily: 2000 } });
  });

  test('is the last where there is no other slot, or its jobs are counted out', async ({ bed }) => {
    await seed(bed, '- 500 4 900 901 daily:900');
    const { after } = await bed.act(scheduleTick, tick({ limit: 5 }));
    expect(after).toMatchObject({ ticked: { daily: 'over 500 5 1000 now daily:1000' } });
    expect(after['ticks']).toBeUndefined();
    await seed(bed);
    const second = await bed.act(scheduleTick, tick({ next: undefined, job: undefined }));
    expect(second.after).toMatchObject({ ticked: { daily: 'over 500 0' } });
    expect(second.after['ticks']).toBeUndefined();
  });

  test('skips a slot while the job before has not ended, where it shall not overlap', async ({ bed }) => {
    await seed(bed, '- 500 1 900 901 daily:900');
    await bed.seed({ 'job:daily:900': '"a",1,1', 'active:w': { 'daily:900': '1' } });
    const { before, after, reply } = await bed.act(scheduleTick, tick({ overlap: 'skip' }));
    expect(reply).toBe('overlap');
    expect(after).toEqual({ ...before, ticks: { daily: 2000 } });
    await bed.seed({ 'end:daily:900': '[1]', ticks: { daily: 1000 } });
    expect((await bed.act(scheduleTick, tick({ overlap: 'skip' }))).reply).toBe('added');
  });

  test('adds nothing to a full queue', async ({ bed }) => {
    await seed(bed);
    await bed.seed({ limits: { depth: '2' }, waiting: ['', 'husk', 'a'], delayed: { b: 1 }, stats: { husks: '1' } });
    const { before, after, reply } = await bed.act(scheduleTick, tick());
    expect(reply).toBe('full');
    expect(after).toEqual({ ...before, ticks: { daily: 2000 } });
  });
});

describe('setting, pausing and removing', () => {
  const put = { id: 'daily', seen: undefined, since: 500, says: '{"a":1}', slot: 1000 };

  test('a new one stands in all three, and workers are told', async ({ bed }) => {
    const { after, reply, announced } = await bed.act(schedulePut, put);
    expect(reply).toBe('put');
    expect(after).toEqual({ schedules: { daily: '{"a":1}' }, ticks: { daily: 1000 }, ticked: { daily: '- 500 0' } });
    expect(announced).toEqual(['control: schedules']);
  });

  test('the same again changes nothing; something else begins anew, unless somebody was quicker', async ({ bed }) => {
    await seed(bed, '- 500 1 900 901 daily:900');
    const same = await bed.act(schedulePut, { ...put, since: 700, slot: 1500 });
    expect([same.reply, same.announced]).toEqual(['same', []]);
    expect(same.after).toEqual(same.before);
    const changed = await bed.act(schedulePut, { ...put, seen: 400, since: 700, says: '{"a":2}' });
    expect(changed.reply).toBe('changed');
    expect(changed.after).toEqual(changed.before);
    const { after } = await bed.act(schedulePut, { ...put, seen: 500, since: 700, says: '{"a":2}', slot: 1700 });
    expect(after).toEqual({
      schedules: { daily: '{"a":2}' },
      ticks: { daily: 1700 },
      ticked: { daily: '- 700 0 900 901 daily:900' },
    });
  });

  test('a paused one has no slot, also when it is changed, until it is resumed', async ({ bed }) => {
    await seed(bed, '- 500 3');
    const turn = { id: 'daily', seen: 500, slot: 3000 };
    const paused = await bed.act(scheduleTurn, { ...turn, to: 'pause' });
    expect(paused.after).toEqual({ schedules: { daily: '{"a":1}' }, ticked: { daily: 'paused 500 3' } });
    expect((await bed.act(scheduleTurn, { ...turn, to: 'pause' })).reply).toBe('same');
    expect((await bed.act(scheduleTick, tick())).reply).toBe('stale');
    await bed.act(schedulePut, { ...put, seen: 500, since: 700, says: '{"a":2}' });
    expect((await bed.act(scheduleTurn, { ...turn, to: 'resume' })).reply).toBe('changed');
    const { after, reply } = await bed.act(scheduleTurn, { ...turn, to: 'resume', seen: 700 });
    expect(reply).toBe('done');
    expect(after).toEqual({ schedules: { daily: '{"a":2}' }, ticks: { daily: 3000 }, ticked: { daily: '- 700 0' } });
    expect((await bed.act(scheduleTurn, { ...turn, to: 'resume', seen: 700 })).reply).toBe('same');
  });

  test('a removed one leaves nothing', async ({ bed }) => {
    await seed(bed);
    const turn = { id: 'daily', to: 'remove', seen: 0, slot: undefined } as const;
    const { after, reply } = await bed.act(scheduleTurn, turn);
    expect([after, reply]).toEqual([{}, 'done']);
    expect((await bed.act(scheduleTurn, turn)).reply).toBe('missing');
  });

  test('what is due is found, and a slot with nothing behind it is dropped', async ({ bed }) => {
    await bed.seed({ schedules: { a: '{}', b: '{}' }, ticked: { a: '- 1 0', b: '- 1 0' } });
    await bed.seed({ ticks: { a: bed.at(-5), b: bed.at(60_000), c: bed.at(-9) } });
    const { after, reply } = await bed.act(scheduleDue, { most: 5 });
    expect(reply).toMatchObject({ now: 'now', soonest: 'seeded-5', due: [{ id: 'a', tick: 'seeded-5' }] });
    expect(after['ticks']).toEqual({ a: 'seeded-5', b: 'seeded+60000' });
  });
});
