import { Channel, type ChannelMessage, HistoryTrimmedError } from '@longshore/core';
import { expect } from 'vitest';
import { channelKeys } from '../support/core-internals.js';
import { until } from '../support/processes.js';
import { test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

const openChannel = (bed: WorkerBed, history?: number) =>
  bed.own(
    new Channel<number>(bed.queueName, {
      connection: bed.server.url,
      logger: bed.logger,
      ...(history === undefined ? {} : { history }),
    }),
  );

function collect<T>(subscription: AsyncIterable<ChannelMessage<T>>) {
  const seen: ChannelMessage<T>[] = [];
  const ended = (async () => {
    for await (const message of subscription) seen.push(message);
  })();
  return { seen, ended, messages: () => seen.map(({ message }) => message) };
}

async function subscribed(bed: WorkerBed, count = 1): Promise<void> {
  const channel = channelKeys('longshore', bed.queueName).messages;
  await until(async () => Number(((await bed.redis.pubsub('NUMSUB', channel)) as unknown[])[1]) === count);
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

async function publish(channel: Channel<number>, from: number, to: number) {
  const sent = [];
  for (const n of numbers(from, to)) sent.push(await channel.publish(n));
  return sent;
}

test('the history comes first, then what is published', async ({ bed }) => {
  const channel = openChannel(bed, 100);
  const sent = await publish(channel, 0, 5);
  const reader = collect(channel.subscribe());
  await until(() => reader.seen.length === 5);
  sent.push(...(await publish(channel, 5, 10)));
  await until(() => reader.seen.length >= 10);
  expect(reader.seen).toEqual(sent.map((stamp, message) => ({ ...stamp, message })));
});

test('subscribers that come while a publisher runs miss and repeat nothing', async ({ bed }) => {
  const channel = openChannel(bed, 10_000);
  let running = true;
  let sent = 0;
  const publishing = (async () => {
    while (running) await Promise.all(numbers(0, 5).map(() => channel.publish(sent++)));
  })();
  const readers: ReturnType<typeof collect<number>>[] = [];
  for (let i = 0; i < 8; i++) {
    // One after the other, at other points of the history each.
    const from = sent;
    await until(() => sent > from + 150);
    readers.push(collect(channel.subscribe()));
  }
  running = false;
  await publishing;
  await until(() => readers.every(({ seen }) => seen.length >= sent));
  for (const reader of readers) expect(reader.messages()).toEqual(numbers(0, sent));
});

test('nothing is missed or repeated through lost subscriptions while a publisher runs', async ({ bed, redis }) => {
  const channel = openChannel(bed, 10_000);
  const readers = [collect(channel.subscribe()), collect(channel.subscribe({ since: 'now' }))];
  await subscribed(bed);
  let running = true;
  let sent = 0;
  const publishing = (async () => {
    while (running) await channel.publish(sent++);
  })();
  for (let kills = 0; kills < 6; kills++) {
    await subscribed(bed);
    expect(await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub')).toBe(1);
    const from = sent;
    await until(() => sent > from + 50);
  }
  running = false;
  await publishing;
  await until(() => readers.every(({ seen }) => seen.at(-1)?.message === sent - 1));
  expect(readers[0]?.messages()).toEqual(numbers(0, sent));
  // Where it began depends on when its subscription held; from there on nothing is missing.
  const first = readers[1]?.messages()[0] as number;
  expect(readers[1]?.messages()).toEqual(numbers(first, sent));
});

test('publishing goes on through lost connections, each message once', async ({ bed, redis }) => {
  const channel = openChannel(bed, 1000);
  await channel.publish(0);
  const sending = numbers(1, 300).map((n) => channel.publish(n));
  await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  const ids = (await Promise.all(sending)).map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  const reader = collect(channel.subscribe());
  await until(() => reader.seen.length >= 300);
  expect(reader.messages()).toEqual(numbers(0, 300));
});

test('with since an id everything after it comes', async ({ bed }) => {
  const channel = openChannel(bed, 100);
  const sent = await publish(channel, 0, 6);
  const reader = collect(channel.subscribe({ since: sent[3]?.id as number }));
  await until(() => reader.seen.length === 2);
  await publish(channel, 6, 8);
  await until(() => reader.seen.length >= 4);
  expect(reader.messages()).toEqual([4, 5, 6, 7]);
});

test("with since 'now' nothing of the past comes", async ({ bed }) => {
  const channel = openChannel(bed, 100);
  await publish(channel, 0, 5);
  const reader = collect(channel.subscribe({ since: 'now' }));
  // Again until the subscription holds: what came before is missed on purpose.
  await until(async () => {
    await channel.publish(5);
    return reader.seen.length > 0;
  });
  expect(new Set(reader.messages())).toEqual(new Set([5]));
});

test('messages that are no longer kept are an error, not a gap', async ({ bed }) => {
  const channel = openChannel(bed, 10);
  const sent = await publish(channel, 0, 500);
  const ids = sent.map(({ id }) => id);
  const error = await thrownBy(collect(channel.subscribe({ since: ids[0] as number })).ended);
  expect(error).toBeInstanceOf(HistoryTrimmedError);
  expect(error).toMatchObject({ code: 'ERR_HISTORY_TRIMMED', since: ids[0], channel: bed.queueName });
  expect(await thrownBy(collect(channel.subscribe({ since: 0 })).ended)).toMatchObject({ code: 'ERR_HISTORY_TRIMMED' });
  // From the highest id that is gone on, all is there.
  const oldest = error['oldest'] as number;
  const reader = collect(channel.subscribe({ since: oldest }));
  await until(() => reader.seen.at(-1)?.message === 499);
  expect(reader.seen.map(({ id }) => id)).toEqual(ids.filter((id) => id > oldest));
  const kept = collect(channel.subscribe());
  await until(() => kept.seen.at(-1)?.message === 499);
  expect(kept.seen.length).toBeGreaterThanOrEqual(10);
  expect(kept.messages()).toEqual(numbers(500 - kept.seen.length, 500));
});

test('without a history only what is sent from now on comes', async ({ bed }) => {
  const channel = openChannel(bed);
  await publish(channel, 0, 5);
  const reader = collect(channel.subscribe());
  await until(async () => {
    await channel.publish(5);
    return reader.seen.length > 0;
  });
  expect(new Set(reader.messages())).toEqual(new Set([5]));
  const { history } = channelKeys('longshore', bed.queueName);
  expect(await bed.redis.exists(history)).toBe(0);
});

test('a history longer than a page is read whole', async ({ bed }) => {
  const channel = openChannel(bed, 5000);
  await Promise.all(numbers(0, 1501).map((n) => channel.publish(n)));
  const reader = collect(channel.subscribe());
  await until(() => reader.seen.length >= 1501);
  expect(reader.messages()).toEqual(numbers(0, 1501));
});

test('a subscriber that is slow gets all of it', async ({ bed }) => {
  const channel = openChannel(bed, 20_000);
  const seen: number[] = [];
  const subscription = channel.subscribe();
  const first = subscription.next();
  await subscribed(bed);
  const total = 12_000;
  // In parts: each message waits for those before it, and that counts to its deadline.
  for (let from = 0; from < total; from += 200) {
    await Promise.all(numbers(from, from + 200).map((n) => channel.publish(n)));
  }
  seen.push((await first).value?.message as number);
  for await (const { message } of subscription) {
    seen.push(message);
    if (seen.length === total) break;
  }
  expect(seen).toEqual(numbers(0, total));
});

test('a signal, break and close end subscriptions', async ({ bed }) => {
  const channel = openChannel(bed, 10);
  const aborted = collect(channel.subscribe({ signal: AbortSignal.abort() }));
  await aborted.ended;
  const stop = new AbortController();
  const signalled = collect(channel.subscribe({ signal: stop.signal }));
  const closed = collect(channel.subscribe());
  await channel.publish(1);
  await until(() => signalled.seen.length === 1 && closed.seen.length === 1);
  stop.abort();
  await signalled.ended;
  for await (const { message } of channel.subscribe()) {
    expect(message).toBe(1);
    break;
  }
  await channel.publish(2);
  await until(() => closed.seen.length === 2);
  await channel.close();
  await closed.ended;
  expect([aborted.messages(), signalled.messages(), closed.messages()]).toEqual([[], [1], [1, 2]]);
  expect(await thrownBy(channel.publish(3))).toMatchObject({ code: 'ERR_CLOSED' });
});
