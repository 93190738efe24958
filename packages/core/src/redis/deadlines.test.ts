import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Deadlines } from './deadlines.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

const never = new Promise<never>(() => undefined);
const rethrow = (error: unknown): never => {
  throw error;
};

function scene() {
  const missed: string[] = [];
  const deadlines = new Deadlines<string>((owner) => missed.push(owner));
  const outcomes: Record<string, unknown> = {};
  const watch = (name: string, reply: Promise<unknown>, ms: number) => {
    deadlines.watch(`owner of ${name}`, reply, ms, rethrow).then(
      (value) => {
        outcomes[name] = value;
      },
      (error: { code?: string; message: string }) => {
        outcomes[name] = error.code ?? error.message;
      },
    );
  };
  return { missed, deadlines, outcomes, watch };
}

test('each command has its own deadline, in whatever order they come', async () => {
  const { missed, outcomes, watch } = scene();
  watch('slow', never, 300);
  watch('quick', never, 100);
  watch('later', never, 200);
  await vi.advanceTimersByTimeAsync(99);
  expect(outcomes).toEqual({});
  await vi.advanceTimersByTimeAsync(2);
  expect(outcomes).toEqual({ quick: 'ERR_COMMAND_TIMEOUT' });
  await vi.advanceTimersByTimeAsync(100);
  expect(missed).toEqual(['owner of quick', 'owner of later']);
  await vi.advanceTimersByTimeAsync(100);
  expect(missed).toEqual(['owner of quick', 'owner of later', 'owner of slow']);
  expect(vi.getTimerCount()).toBe(0);
});

test('what is answered in time is no more watched', async () => {
  const { missed, outcomes, watch } = scene();
  watch('answered', Promise.resolve('yes'), 100);
  watch('refused', Promise.reject(new Error('no')), 100);
  await vi.advanceTimersByTimeAsync(500);
  expect(outcomes).toEqual({ answered: 'yes', refused: 'no' });
  expect(missed).toEqual([]);
});

test('an answer that comes too late changes nothing', async () => {
  const { outcomes, watch } = scene();
  let answer = (_value: string): void => undefined;
  watch(
    'late',
    new Promise<string>((resolve) => {
      answer = resolve;
    }),
    100,
  );
  await vi.advanceTimersByTimeAsync(101);
  answer('too late');
  await vi.advanceTimersByTimeAsync(1);
  expect(outcomes).toEqual({ late: 'ERR_COMMAND_TIMEOUT' });
});

test('a rejection may be recovered from', async () => {
  const { deadlines } = scene();
  const recovered = deadlines.watch(
    'owner',
    Promise.reject(new Error('NOSCRIPT')),
    100,
    (error) => (error as Error).message,
  );
  expect(await recovered).toBe('NOSCRIPT');
});

test('without a deadline nothing is watched, and one timer serves all', async () => {
  const { missed, watch, deadlines } = scene();
  watch('for ever', never, Number.POSITIVE_INFINITY);
  expect(vi.getTimerCount()).toBe(0);
  for (let i = 0; i < 100; i++) watch(`command ${i}`, never, 1000 + i);
  expect(vi.getTimerCount()).toBe(1);
  deadlines.stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(missed).toEqual([]);
});

test('a rejection that comes after the deadline is not recovered from: nobody would hear of what that comes to', async () => {
  const { deadlines, missed } = scene();
  let refuse = (_error: Error): void => undefined;
  const reply = new Promise<string>((_, reject) => {
    refuse = reject;
  });
  const recover = vi.fn(() => Promise.reject<string>(new Error('unheard')));
  const watched = deadlines.watch('owner', reply, 100, recover).catch((error: { code: string }) => error.code);
  await vi.advanceTimersByTimeAsync(101);
  refuse(new Error('NOSCRIPT'));
  await vi.advanceTimersByTimeAsync(1);
  expect([await watched, missed]).toEqual(['ERR_COMMAND_TIMEOUT', ['owner']]);
  expect(recover).not.toHaveBeenCalled();
});
