import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Share, Slots } from './slots.js';

const asleep = () => undefined;

/** Lets every share take what it may, and run it, for a number of rounds; answers how many jobs each had. */
function run(slots: Slots, shares: readonly Share[], rounds: number): number[] {
  const had = shares.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    for (const [i, share] of shares.entries()) {
      const count = share.hungry ? Math.max(0, slots.allowance(share)) : 0;
      share.held += count;
      slots.took(share, count);
      had[i] = (had[i] ?? 0) + count;
    }
    for (const share of shares) share.held = 0;
  }
  return had;
}

test('a queue alone has all slots, and is told when more is in hand than there are', () => {
  const slots = new Slots(4);
  const share = slots.join(1, asleep);
  expect(slots.allowance(share)).toBe(4);
  share.held = 3;
  expect(slots.allowance(share)).toBe(1);
  share.held = 6;
  expect(slots.allowance(share)).toBe(-2);
});

describe.each([1, 4, 10, 50])('with %i slots', (concurrency) => {
  test.each([
    { weights: [1, 1], parts: [1 / 2, 1 / 2] },
    { weights: [2, 1], parts: [2 / 3, 1 / 3] },
    { weights: [10, 1], parts: [10 / 11, 1 / 11] },
    { weights: [1, 2, 3], parts: [1 / 6, 2 / 6, 3 / 6] },
  ])('queues of weights $weights have jobs by weight while all have a backlog', ({ weights, parts }) => {
    const slots = new Slots(concurrency);
    const shares = weights.map((weight) => slots.join(weight, asleep));
    const had = run(slots, shares, 3000);
    const all = had.reduce((sum, count) => sum + count, 0);
    expect(all).toBeGreaterThan(0);
    for (const [i, part] of parts.entries()) expect((had[i] ?? 0) / all).toBeCloseTo(part, 1);
  });

  test('a queue without a backlog leaves its slots to the others', () => {
    const slots = new Slots(concurrency);
    const [busy, idle] = [slots.join(1, asleep), slots.join(9, asleep)];
    slots.hunger(idle, false);
    expect(slots.allowance(busy)).toBe(concurrency);
    expect(run(slots, [busy], 100)).toEqual([concurrency * 100]);
  });

  test('one that finds jobs after a long rest has no credit from it', () => {
    const slots = new Slots(concurrency);
    const [busy, rested] = [slots.join(1, asleep), slots.join(1, asleep)];
    slots.hunger(rested, false);
    run(slots, [busy], 1000);
    slots.hunger(rested, true);
    const [had = 0, other = 0] = run(slots, [busy, rested], 1000);
    expect(had / (had + other)).toBeCloseTo(0.5, 1);
  });
});

test('one that joins later begins where the others are', () => {
  const slots = new Slots(4);
  const first = slots.join(1, asleep);
  run(slots, [first], 500);
  const second = slots.join(1, asleep);
  expect(second.served).toBe(first.served);
});

describe('wakes', () => {
  const counted = () => {
    const woken: string[] = [];
    const slots = new Slots(2);
    const join = (name: string) => slots.join(1, () => woken.push(name));
    return { slots, woken, a: join('a'), b: join('b') };
  };

  test('all when the number of slots changes', () => {
    const { slots, woken } = counted();
    slots.concurrency = 5;
    expect(slots.concurrency).toBe(5);
    expect(woken).toEqual(['a', 'b']);
  });

  test('the others that are hungry when one has freed a slot or has had enough', () => {
    const { slots, woken, a, b } = counted();
    slots.wakeOthers(a);
    expect(woken).toEqual(['b']);
    slots.hunger(a, false);
    expect(woken).toEqual(['b', 'b']);
    slots.wakeOthers(b);
    expect(woken).toEqual(['b', 'b']);
  });
});

describe('in a strict order', () => {
  const looking = (answer: boolean) => {
    const looks: string[] = [];
    const slots = new Slots(2, 'strict');
    const join = (name: string) =>
      slots.join(1, asleep, () => {
        looks.push(name);
        return answer;
      });
    return { slots, looks, shares: [join('a'), join('b'), join('c')] as const };
  };

  afterEach(() => {
    vi.useRealTimers();
  });

  test('a queue gets slots only while none before it has jobs', () => {
    const { slots, shares } = looking(false);
    const allowed = () => shares.map((share) => slots.allowance(share));
    const none = Number.NEGATIVE_INFINITY;
    expect(allowed()).toEqual([2, none, none]);
    slots.hunger(shares[0], false);
    expect(allowed()).toEqual([2, 2, none]);
    slots.hunger(shares[1], false);
    expect(allowed()).toEqual([2, 2, 2]);
    slots.hunger(shares[0], true);
    expect(allowed()).toEqual([2, none, none]);
  });

  test('one before it that was empty a while ago looks again first; one that cannot holds up nobody', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    for (const answer of [true, false]) {
      const { slots, looks, shares } = looking(answer);
      for (const share of shares) slots.hunger(share, false);
      expect(slots.allowance(shares[1])).toBe(2);
      vi.advanceTimersByTime(150);
      expect(slots.allowance(shares[1])).toBe(answer ? Number.NEGATIVE_INFINITY : 2);
      expect(slots.allowance(shares[1])).toBe(answer ? Number.NEGATIVE_INFINITY : 2);
      expect(looks).toEqual(['a']);
    }
  });
});
