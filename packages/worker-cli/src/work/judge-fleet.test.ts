import { expect, test } from 'vitest';
import { freshnessOf, judgeFleet, shownState } from './judge-fleet.js';
import { sampleFleet, sampleProcess } from './sample-fleet.js';

const judge = (...args: Parameters<typeof sampleFleet>) => judgeFleet(sampleFleet(...args));

test('a fleet whose processes hear from Redis about each queue is ready', () => {
  expect(judge({ wanted: 2 }, [sampleProcess(), sampleProcess()])).toEqual({
    status: 'ready',
    isReady: true,
    reasons: [],
  });
});

test.each(['starting', 'quiet', 'stopping'] as const)('a fleet that is %s is not ready, and says so', (state) => {
  const processes = [sampleProcess({ state, status: state === 'starting' ? undefined : {} })];
  const { status, isReady, reasons } = judge({ state }, processes);
  expect([status, isReady, reasons.length]).toEqual([state, false, 1]);
});

test('a process that is ready and has said nothing yet does not make a fleet ready', () => {
  expect(judge({}, [sampleProcess({ status: undefined })])).toEqual({
    status: 'unready',
    isReady: false,
    reasons: ['0 of 1 processes are ready'],
  });
});

test('a fleet without a process is not ready', () => {
  expect(judge({ wanted: 2 }, []).isReady).toBe(false);
});

test('silence of Redis for longer than the lease is named with the queue', () => {
  const queues = [
    { name: 'mail', registered: true, lastTakeAgeMs: 15_001 },
    { name: 'bulk', registered: true, lastTakeAgeMs: 40 },
  ];
  expect(judge({ leaseMs: 15_000 }, [sampleProcess({ status: { queues } })])).toEqual({
    status: 'unready',
    isReady: false,
    reasons: ['queue mail: no answer from Redis in the last 15 s'],
  });
});

test('the time since the process spoke counts as well', () => {
  const status = { queues: [{ name: 'mail', registered: true, lastTakeAgeMs: 9000 }] };
  expect(judge({ leaseMs: 15_000 }, [sampleProcess({ status, statusAgeMs: 5900 })]).isReady).toBe(true);
  expect(judge({ leaseMs: 15_000 }, [sampleProcess({ status, statusAgeMs: 6100 })]).isReady).toBe(false);
});

test.each([
  ['its registration is gone', { registered: false, lastTakeAgeMs: 10 }],
  ['nothing was ever heard', { registered: true, lastTakeAgeMs: undefined }],
])('a queue is not ready when %s', (_why, queue) => {
  expect(judge({}, [sampleProcess({ status: { queues: [{ name: 'mail', ...queue }] } })]).isReady).toBe(false);
});

test('a lease shorter than a worker may be idle does not make it unready', () => {
  const status = { queues: [{ name: 'mail', registered: true, lastTakeAgeMs: 6500 }] };
  expect(judge({ leaseMs: 500 }, [sampleProcess({ status })]).isReady).toBe(true);
});

test('a process that is blocked is named, and the others keep the fleet ready', () => {
  const blocked = sampleProcess({ number: 7, pid: 4711, statusAgeMs: 60_000 });
  expect(shownState(blocked)).toBe('blocked');
  expect(judge({ wanted: 2 }, [blocked, sampleProcess()])).toEqual({
    status: 'ready',
    isReady: true,
    reasons: ['process 7 (pid 4711) is blocked: it says nothing of itself'],
  });
  expect(judge({}, [blocked])).toMatchObject({ isReady: false, status: 'unready' });
});

test('a process that is to end may be silent', () => {
  expect(shownState(sampleProcess({ state: 'stopping', statusAgeMs: 60_000 }))).toBe('stopping');
});

test('too few processes are named, and do not make the fleet unready', () => {
  const { isReady, reasons } = judge({ wanted: 3 }, [sampleProcess(), sampleProcess({ state: 'starting' })]);
  expect([isReady, reasons]).toEqual([true, ['1 of 3 processes is ready']]);
});

test('each queue is judged by the process that heard of it last, among those that take jobs', () => {
  const about = (lastTakeAgeMs: number | undefined) => ({
    queues: [{ name: 'mail', registered: true, lastTakeAgeMs }],
  });
  const fleet = sampleFleet({}, [
    sampleProcess({ status: about(9000), statusAgeMs: 0 }),
    sampleProcess({ status: about(300), statusAgeMs: 20 }),
    sampleProcess({ status: about(undefined), statusAgeMs: 0 }),
    sampleProcess({ status: about(5), statusAgeMs: 0, state: 'stopping' }),
  ]);
  expect(freshnessOf(fleet)).toEqual([{ queue: 'mail', ageMs: 320 }]);
});
