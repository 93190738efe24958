import { describe, expect } from 'vitest';
import { enqueue, exchange, ResultWaiter, readTarget, remove, Subscriber } from '../support/core-internals.js';
import { ask, closedRecord, completed } from '../support/exchange-input.js';
import { FailingConnection } from '../support/failing-connection.js';
import { until } from '../support/processes.js';
import type { ScriptBed } from '../support/script-bed.js';
import { test as base } from './role-test.js';

interface Waiting {
  readonly waiter: ResultWaiter;
  /** What was told, by id. */
  readonly told: Map<string, string[]>;
  wait(id: string): () => void;
}

const test = base.extend<{ waiting: Waiting }>({
  waiting: async ({ failing, bed, server, lines }, use) => {
    const listening = new FailingConnection(readTarget(server.url), {
      name: 'listening',
      deadlineMs: 5000,
      check: false,
    });
    const subscriber = new Subscriber(listening, lines.logger);
    const waiter = new ResultWaiter(failing, subscriber, bed.keys, lines.logger);
    const told = new Map<string, string[]>();
    const wait = (id: string) =>
      waiter.wait(id, (record) => told.set(id, [...(told.get(id) ?? []), record.replace(/,\d+\]$/, ',at]')]));
    await use({ waiter, told, wait });
    waiter.close();
    subscriber.close();
  },
});

/** The waiter reads everything again after five seconds; what is found before is found by other means. */
const BEFORE_THE_POLL_MS = 4000;
const RECORD = closedRecord('completed', 'at');

/** A job that is running in worker `w`. */
async function running(bed: ScriptBed, ...ids: string[]): Promise<void> {
  await bed.worker('w', { lease: 60_000 });
  await bed.messages(...ids);
  await bed.seed({ 'active:w': Object.fromEntries(ids.map((id) => [id, '7'])) });
}

const end = (bed: ScriptBed, ...ids: string[]) =>
  exchange.run(bed.connection, bed.keys, ask({ completed: ids.map((id) => completed(id, '7')) }));

/** The subscription holds and the first look is over. */
const settled = (bed: ScriptBed) =>
  until(async () => Number(((await bed.redis.pubsub('NUMSUB', bed.keys.events)) as [string, number])[1]) > 0);

test('one that ends later is told once, to all who wait', async ({ bed, waiting }) => {
  await running(bed, 'a', 'b');
  const other: string[] = [];
  waiting.wait('a');
  waiting.waiter.wait('a', (record) => other.push(record));
  await settled(bed);
  await end(bed, 'a', 'b');
  await until(() => waiting.told.size > 0 && other.length > 0);
  expect(waiting.told).toEqual(new Map([['a', [RECORD]]]));
  expect(other).toHaveLength(1);
});

test('one that had ended before, and one that is not there, are told at once', async ({ bed, waiting, failing }) => {
  await running(bed, 'a');
  await end(bed, 'a');
  // Once while the subscription is made, and once while it holds.
  waiting.wait('a');
  await until(() => waiting.told.size === 1, BEFORE_THE_POLL_MS);
  await running(bed, 'still');
  const looks = failing.count('look');
  waiting.wait('still');
  await until(() => failing.count('look') > looks);
  waiting.wait('nobody');
  await until(() => waiting.told.size === 2, BEFORE_THE_POLL_MS);
  expect(waiting.told).toEqual(
    new Map([
      ['a', [RECORD]],
      ['nobody', ['']],
    ]),
  );
});

test('one that is removed while somebody waits is told as gone', async ({ bed, waiting, failing }) => {
  await enqueue.run(bed.connection, bed.keys, [
    { id: 'a', text: '"x",0', due: '', body: undefined, own: true, words: '', hold: '', replace: false },
  ]);
  waiting.wait('a');
  await until(() => failing.count('look') > 0);
  await remove.run(bed.connection, bed.keys, { ids: ['a'] });
  await until(() => waiting.told.size > 0);
  expect(waiting.told.get('a')).toEqual(['']);
});

describe('many', () => {
  test('are read together, and none is forgotten', async ({ bed, waiting, failing }) => {
    const ids = Array.from({ length: 1500 }, (_, i) => `job-${i}`);
    await running(bed, ...ids);
    for (const id of ids) waiting.wait(id);
    await settled(bed);
    for (let from = 0; from < ids.length; from += 500) await end(bed, ...ids.slice(from, from + 500));
    await until(() => waiting.told.size === ids.length);
    expect(new Set([...waiting.told.values()].map((records) => records.join()))).toEqual(new Set([RECORD]));
    expect(failing.count('look')).toBeLessThan(20);
  });
});

test('a look that fails is made again, without another announcement', async ({ bed, waiting, failing, lines }) => {
  await running(bed, 'a');
  await end(bed, 'a');
  failing.fail('look', 'unreached', 'reply lost');
  waiting.wait('a');
  await until(() => waiting.told.size > 0, 20_000);
  expect(waiting.told.get('a')).toEqual([RECORD]);
  expect(lines.told).toContain('debug: could not read results');
});

test('a result whose announcement was lost with the connection is found', async ({ bed, waiting }) => {
  await running(bed, 'a');
  waiting.wait('a');
  await settled(bed);
  await bed.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await end(bed, 'a');
  await until(() => waiting.told.size > 0, BEFORE_THE_POLL_MS);
  expect(waiting.told.get('a')).toEqual([RECORD]);
});

test('who has stopped waiting is told nothing, and when nobody waits nothing is heard', async ({ bed, waiting }) => {
  await running(bed, 'a', 'b');
  const stop = waiting.wait('a');
  waiting.wait('b');
  await settled(bed);
  stop();
  await end(bed, 'a', 'b');
  await until(() => waiting.told.size > 0);
  expect(waiting.told).toEqual(new Map([['b', [RECORD]]]));
  await until(async () => Number(((await bed.redis.pubsub('NUMSUB', bed.keys.events)) as [string, number])[1]) === 0);
});

test('closed, it tells nobody any more', async ({ bed, waiting }) => {
  await running(bed, 'a');
  waiting.wait('a');
  await settled(bed);
  waiting.waiter.close();
  await end(bed, 'a');
  await until(async () => Number(((await bed.redis.pubsub('NUMSUB', bed.keys.events)) as [string, number])[1]) === 0);
  expect(waiting.told.size).toBe(0);
});
