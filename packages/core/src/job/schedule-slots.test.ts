import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../errors.js';
import { MOST_MADE_UP, planTick } from './plan-tick.js';
import { readCron, readTimeZone, ScheduleSlots, type SlotRule } from './schedule-slots.js';

const at = (text: string): number => Date.parse(`${text}Z`);

/** The slots of a rule after a time, as texts. */
function following(rule: SlotRule, after: string, count: number): string[] {
  const slots = new ScheduleSlots(rule, 0);
  const found: string[] = [];
  for (let slot = slots.next(at(after)); slot !== undefined && found.length < count; slot = slots.next(slot))
    found.push(new Date(slot).toISOString().slice(0, 19));
  return found;
}

const berlin = (cron: string): SlotRule => ({ cron, timeZone: 'Europe/Berlin' });

describe('a cron pattern', () => {
  test('is of five fields, or of six with the seconds first, in UTC unless a zone is said', () => {
    expect(following({ cron: '0 9 * * 1-5' }, '2026-03-27T09:00:00', 2)).toEqual([
      '2026-03-30T09:00:00',
      '2026-03-31T09:00:00',
    ]);
    expect(following({ cron: '*/20 * * * * *' }, '2026-03-27T09:00:00.500', 3)).toEqual([
      '2026-03-27T09:00:20',
      '2026-03-27T09:00:40',
      '2026-03-27T09:01:00',
    ]);
    expect(following(berlin('0 9 * * *'), '2026-03-28T09:00:00', 2)).toEqual([
      '2026-03-29T07:00:00',
      '2026-03-30T07:00:00',
    ]);
  });

  test('of a wall-clock time that the spring night does not have is due once, when the gap ends', () => {
    expect(following(berlin('30 2 * * *'), '2026-03-28T00:00:00', 3)).toEqual([
      '2026-03-28T01:30:00',
      '2026-03-29T01:00:00',
      '2026-03-30T00:30:00',
    ]);
  });

  test('of a wall-clock time that the autumn night has twice is due once, the first time', () => {
    const expected = ['2026-10-25T00:30:00', '2026-10-26T01:30:00'];
    expect(following(berlin('30 2 * * *'), '2026-10-24T00:30:00', 2)).toEqual(expected);
    // Also when it is set between the two.
    expect(following(berlin('30 2 * * *'), '2026-10-25T00:45:00', 1)).toEqual(expected.slice(1));
  });

  test('of each half hour is due each half hour of both nights', () => {
    for (const night of ['2026-03-28T22:00:00', '2026-10-24T22:00:00']) {
      const slots = following(berlin('*/30 * * * *'), night, 12).map(at);
      expect(slots.map((slot, i) => slot - at(night) - (i + 1) * 1_800_000)).toEqual(slots.map(() => 0));
    }
  });

  test.each(['', 'x', '* * *', '61 * * * *', '2026-01-01T00:00:00', '* '.repeat(200), 5, null])('is not %j', (cron) => {
    expect(() => readCron(cron, 'schedule.cron')).toThrow(InvalidOptionError);
  });

  test('may never be due', () => {
    expect(new ScheduleSlots({ cron: '0 0 30 2 *' }, 0).next(at('2026-01-01T00:00:00'))).toBeUndefined();
  });

  test.each(['Mars/Phobos', '', 7, null])('is not in the time zone %j', (zone) => {
    expect(() => readTimeZone(zone, 'schedule.timeZone')).toThrow(InvalidOptionError);
  });
});

describe('slots of a step', () => {
  test('are counted from when it was set', () => {
    const slots = new ScheduleSlots({ every: 1000 }, 250);
    expect([slots.next(250), slots.next(1249), slots.next(1250), slots.next(999_999)]).toEqual([
      1250, 1250, 2250, 1_000_250,
    ]);
  });

  test('end', () => {
    const slots = new ScheduleSlots({ every: 1000, until: 2000 }, 0);
    expect([slots.next(0), slots.next(1000), slots.next(2000)]).toEqual([1000, 2000, undefined]);
  });
});

describe('the last slot until a time', () => {
  test.each([
    { rule: { every: 100 }, slot: '1970-01-01T00:00:10.000', now: '1970-01-01T00:00:12.345', last: 12_300 },
    { rule: { cron: '* * * * * *' }, slot: '1970-01-01T00:00:00', now: '1970-01-08T00:00:00.5', last: 604_800_000 },
    { rule: { cron: '0 0 1 * *' }, slot: '1970-01-01T00:00:00', now: '1970-03-05T00:00:00', last: 59 * 86_400_000 },
    { rule: { cron: '0 0 1 * *' }, slot: '1970-01-01T00:00:00', now: '1970-01-31T23:59:59', last: 0 },
    { rule: { every: 100, until: 10_500 }, slot: '1970-01-01T00:00:10', now: '1970-01-01T00:09:00', last: 10_500 },
  ])('$rule', ({ rule, slot, now, last }) => {
    expect(new ScheduleSlots(rule, 0).latest(at(slot), at(now))).toBe(last);
  });
});

describe('a slot that has come', () => {
  const slots = new ScheduleSlots({ every: 1000 }, 0);

  test('gets its job, and the next follows', () => {
    for (const misfire of ['skip', 'once', 'all'] as const)
      expect(planTick(slots, misfire, 5000, 5001, 0)).toEqual({ runs: 5000, next: 6000 });
  });

  test('together with others that are past: the last one gets a job', () => {
    for (const misfire of ['skip', 'once'] as const)
      expect(planTick(slots, misfire, 5000, 99_500, 0)).toEqual({ runs: 99_000, next: 100_000 });
  });

  test('long ago gets none where missed ones are skipped', () => {
    const daily = new ScheduleSlots({ every: 86_400_000 }, 0);
    expect(planTick(daily, 'skip', 86_400_000, 86_500_000, 0)).toEqual({ runs: undefined, next: 172_800_000 });
    expect(planTick(daily, 'skip', 86_400_000, 86_410_000, 0).runs).toBe(86_400_000);
    expect(planTick(daily, 'once', 86_400_000, 86_500_000, 0).runs).toBe(86_400_000);
  });

  test('is made up for, up to a bound', () => {
    expect(planTick(slots, 'all', 5000, 99_500, MOST_MADE_UP - 1)).toEqual({ runs: 5000, next: 6000 });
    expect(planTick(slots, 'all', 5000, 99_500, MOST_MADE_UP)).toEqual({ runs: 99_000, next: 100_000 });
  });

  test('may be the last', () => {
    const ending = new ScheduleSlots({ every: 1000, until: 6000 }, 0);
    expect(planTick(ending, 'once', 5000, 99_000, 0)).toEqual({ runs: 6000, next: undefined });
    expect(planTick(ending, 'once', 6000, 6000, 0)).toEqual({ runs: 6000, next: undefined });
  });
});
