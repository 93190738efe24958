import { afterEach, beforeEach, expect, test } from 'vitest';
import { Claim } from './claim.js';
import { Hand } from './hand.js';
import { processLoad } from './process-load.js';
import { type Share, Slots } from './slots.js';

const asleep = () => undefined;

let slots: Slots;
let share: Share;
let hand: Hand;
let finish: Map<string, () => void>;
let order: string[];

beforeEach(() => {
  slots = new Slots(2);
  share = slots.join(1, asleep);
  finish = new Map();
  order = [];
  hand = new Hand(slots, share, async (claim) => {
    if (claim.state !== 'unstarted') return;
    claim.state = 'running';
    order.push(claim.id);
    hand.started();
    await new Promise<void>((resolve) => finish.set(claim.id, resolve));
    hand.over(claim);
  });
});

afterEach(() => {
  expect(processLoad.inHand).toBe(0);
  expect(share.held).toBe(0);
});

const claims = (ids: string, takenAt = 0): Claim[] =>
  [...ids].map((id) => new Claim(id, 'w', '1', '', undefined, takenAt, 0));
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function end(...ids: string[]): Promise<void> {
  for (const id of ids) finish.get(id)?.();
  await turn();
}

test('claims start in their order, as slots become free, and stay in hand until they are settled', async () => {
  hand.accept(claims('abc'));
  expect(hand).toMatchObject({ size: 3, unstarted: 3 });
  expect([share.held, processLoad.inHand, slots.free]).toEqual([3, 3, -1]);
  await turn();
  expect(order).toEqual([]);
  hand.startFresh();
  hand.startFresh();
  await turn();
  expect(order).toEqual(['a', 'b']);
  expect(hand.unstarted).toBe(1);
  await end('a');
  expect(order).toEqual(['a', 'b', 'c']);
  expect([hand.has('a'), hand.size, share.held]).toEqual([true, 3, 2]);
  hand.settled('a');
  expect([hand.has('a'), hand.size]).toEqual([false, 2]);
  await end('b', 'c');
});

test('those that wait too long for a slot are withdrawn and never run', async () => {
  hand.accept(claims('abc', 100));
  hand.accept(claims('d', 200));
  hand.startFresh();
  await turn();
  expect(hand.withdraw(99)).toEqual([]);
  expect(hand.withdraw(150).map(({ id }) => id)).toEqual(['c']);
  expect(hand).toMatchObject({ unstarted: 1, size: 4 });
  expect(hand.withdraw(150)).toEqual([]);
  await end('a', 'b');
  expect(order).toEqual(['a', 'b', 'd']);
  await end('d');
});

test('the lease lost: running handlers are told and keep their slots, the rest is let go', async () => {
  const [a, b, c] = claims('abc') as [Claim, Claim, Claim];
  hand.accept([a, b, c]);
  hand.startFresh();
  await turn();
  hand.lose();
  expect([a.aborted, b.aborted, c.aborted]).toEqual(['lost', 'lost', 'lost']);
  expect(hand).toMatchObject({ size: 0, unstarted: 0 });
  expect([share.held, slots.free]).toEqual([2, 0]);
  // What is taken under the next lease waits for those slots.
  hand.accept(claims('d'));
  hand.startFresh();
  await turn();
  expect(order).toEqual(['a', 'b']);
  await end('a', 'b');
  expect(order).toEqual(['a', 'b', 'd']);
  await end('d');
});

test('what had not been let to its slot yet when the lease was lost never runs', async () => {
  hand.accept(claims('ab'));
  hand.lose();
  hand.startFresh();
  await turn();
  expect(order).toEqual([]);
});
