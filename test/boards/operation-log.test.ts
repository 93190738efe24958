import { type OperationEntry, OperationLog, type OperationLogOptions } from '@longshore/core';
import { describe, expect } from 'vitest';
import { operationsKey } from '../support/core-internals.js';
import { until } from '../support/processes.js';
import { RedisProxy } from '../support/proxy.js';
import { test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

/** A log of the test's own: its prefix is the name of the test's queue. */
const openLog = (bed: WorkerBed, options: Partial<OperationLogOptions> = {}) =>
  bed.own(new OperationLog({ connection: bed.server.url, prefix: bed.queueName, logger: bed.logger, ...options }));

const entry = (target: number | string): OperationEntry => ({
  action: 'job.retry',
  target: String(target),
  outcome: 'done',
});

async function append(log: OperationLog, count: number): Promise<string[]> {
  const targets = Array.from({ length: count }, (_, n) => String(n));
  await Promise.all(targets.map((target) => log.append(entry(target))));
  return targets.toReversed();
}

test('tells what was written, with its id and its time, newest first', async ({ bed, redis }) => {
  const log = openLog(bed);
  expect(await log.list()).toEqual({ operations: [], cursor: undefined });
  const whole: OperationEntry = {
    action: 'job.cancel',
    principal: 'ada <ada@example.com>\nof us',
    queue: 'mail',
    target: 'größer 🚢',
    requestId: 'req-1',
    outcome: 'denied',
    status: 403,
    detail: { reason: 'read only', steps: [1, null, { deep: '\u0000' }] },
  };
  const [first, second] = [await log.append(whole), await log.append(entry('small'))];
  expect((await log.list()).operations).toEqual([
    { ...entry('small'), ...second },
    { ...whole, ...first },
  ]);
  expect(first.id).not.toBe(second.id);
  const [seconds] = (await redis.time()) as unknown as [string];
  expect(Math.abs(first.at / 1000 - Number(seconds))).toBeLessThan(60);
  // What was not given is not there, also not as undefined.
  expect(Object.keys((await log.list()).operations[0] ?? {}).sort()).toEqual([
    'action',
    'at',
    'id',
    'outcome',
    'target',
  ]);
});

test('goes on from page to page, whatever is written meanwhile', async ({ bed }) => {
  const log = openLog(bed);
  const targets = await append(log, 25);
  const seen: (string | undefined)[] = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await log.list({ limit: 10, ...(cursor ? { cursor } : {}) });
    seen.push(...page.operations.map(({ target }) => target));
    sizes.push(page.operations.length);
    await log.append(entry('later'));
    cursor = page.cursor;
  } while (cursor);
  expect(seen).toEqual(targets);
  expect(sizes).toEqual([10, 10, 5]);
});

test('a page that takes the last entry has no cursor; a page has 50 where nothing is said', async ({ bed }) => {
  const log = openLog(bed);
  await append(log, 60);
  expect((await log.list({ limit: 60 })).cursor).toBeUndefined();
  expect((await log.list({ limit: 59 })).cursor).toBeTypeOf('string');
  expect((await log.list()).operations).toHaveLength(50);
});

test('keeps about as many as it is told, the newest', async ({ bed, redis }) => {
  const log = openLog(bed, { keep: 100 });
  const targets = await append(log, 1000);
  const kept = await redis.xlen(operationsKey(bed.queueName));
  expect(kept).toBeGreaterThanOrEqual(100);
  expect(kept).toBeLessThan(300);
  const { operations } = await log.list({ limit: 100 });
  expect(operations.map(({ target }) => target)).toEqual(targets.slice(0, 100));
});

test('logs under other prefixes, and queues of any name, do not touch it', async ({ bed, redis }) => {
  const log = openLog(bed);
  const other = openLog(bed, { prefix: `${bed.queueName}:operations` });
  await Promise.all([log.append(entry('here')), other.append(entry('there'))]);
  const queue = bed.queueNamed('operations', { prefix: bed.queueName });
  await queue.add('work', null);
  await queue.destroy({ confirm: 'operations' });
  expect((await log.list()).operations).toMatchObject([{ target: 'here' }]);
  expect((await other.list()).operations).toMatchObject([{ target: 'there' }]);
  expect(await redis.type(operationsKey(bed.queueName))).toBe('stream');
});

describe('a lost reply', () => {
  const isWrite = ({ name }: { name: string }) => name === 'xadd';

  test('repeats the entry under the same id', async ({ bed }) => {
    await using proxy = await RedisProxy.open(bed.server);
    const log = openLog(bed, { connection: proxy.url });
    await log.append(entry('before'));
    const lost = proxy.rule(isWrite, 'lose reply');
    const { id } = await log.append(entry('lost'));
    expect(lost.count).toBe(1);
    await log.append(entry('after'));
    const { operations } = await log.list();
    expect(operations.map(({ target }) => target)).toEqual(['after', 'lost', 'lost', 'before']);
    expect(operations.slice(1, 3).map((operation) => operation.id)).toEqual([id, id]);
    expect(new Set(operations.map((operation) => operation.id)).size).toBe(3);
  });

  test('of one that did not arrive repeats nothing', async ({ bed }) => {
    await using proxy = await RedisProxy.open(bed.server);
    const log = openLog(bed, { connection: proxy.url });
    const cut = proxy.rule(isWrite, 'cut');
    await log.append(entry('once'));
    expect(cut.count).toBe(1);
    expect((await log.list()).operations).toMatchObject([{ target: 'once' }]);
  });

  test('until the deadline rejects, and what comes behind it is written', async ({ bed }) => {
    await using proxy = await RedisProxy.open(bed.server);
    const log = openLog(bed, { connection: proxy.url, deadline: '500ms' });
    const cut = proxy.rule(isWrite, 'cut', Number.POSITIVE_INFINITY);
    const failed = log.append(entry('gone'));
    await until(() => cut.count > 1);
    expect(await thrownBy(failed)).toMatchObject({ code: 'ERR_REDIS_UNAVAILABLE' });
    cut.off();
    await log.append(entry('there'));
    expect((await log.list()).operations).toMatchObject([{ target: 'there' }]);
  });
});

describe('refuses', () => {
  const big = 'x'.repeat(4096);

  test.for([
    [undefined, 'ERR_INVALID_OPTION', 'entry.action'],
    ['job.retry', 'ERR_INVALID_OPTION', 'entry'],
    [{ action: '', outcome: 'done' }, 'ERR_INVALID_OPTION', 'entry.action'],
    [{ action: 'a' }, 'ERR_INVALID_OPTION', 'entry.outcome'],
    [{ ...entry(1), outcome: 'maybe' }, 'ERR_INVALID_OPTION', 'entry.outcome'],
    [{ ...entry(1), principal: 5 }, 'ERR_INVALID_OPTION', 'entry.principal'],
    [{ ...entry(1), target: big }, 'ERR_INVALID_OPTION', 'entry.target'],
    [{ ...entry(1), status: 99 }, 'ERR_INVALID_OPTION', 'entry.status'],
    [{ ...entry(1), id: 'mine' }, 'ERR_INVALID_OPTION', 'entry.id'],
    [{ ...entry(1), detail: 'text' }, 'ERR_INVALID_OPTION', 'entry.detail'],
    [{ ...entry(1), detail: [] }, 'ERR_INVALID_OPTION', 'entry.detail'],
    [{ ...entry(1), detail: { when: new Date() } }, 'ERR_INVALID_PAYLOAD', 'entry.detail.when'],
    [{ ...entry(1), detail: { big } }, 'ERR_PAYLOAD_TOO_LARGE', 'entry.detail'],
  ] as const)('the entry %j: %s', async ([wrong, code, field], { bed, redis }) => {
    expect(await thrownBy(openLog(bed).append(wrong as never))).toMatchObject({ code, field });
    expect(await redis.exists(operationsKey(bed.queueName))).toBe(0);
  });

  test.for([
    [{ limit: 0 }, 'ERR_INVALID_OPTION', 'options.limit'],
    [{ limit: 101 }, 'ERR_INVALID_OPTION', 'options.limit'],
    [{ limit: Number.NaN }, 'ERR_INVALID_OPTION', 'options.limit'],
    [{ since: 1 }, 'ERR_INVALID_OPTION', 'options.since'],
    [{ cursor: '' }, 'ERR_INVALID_CURSOR', 'options.cursor'],
    [{ cursor: 5 }, 'ERR_INVALID_CURSOR', 'options.cursor'],
    [{ cursor: '+' }, 'ERR_INVALID_CURSOR', 'options.cursor'],
    [{ cursor: '0-0' }, 'ERR_INVALID_CURSOR', 'options.cursor'],
    [{ cursor: `${'9'.repeat(30)}-0` }, 'ERR_INVALID_CURSOR', 'options.cursor'],
  ] as const)('the list %j: %s', async ([wrong, code, field], { bed }) => {
    expect(await thrownBy(openLog(bed).list(wrong as never))).toMatchObject({ code, field });
  });

  test('to read what somebody else has written there, and to be used when it is closed', async ({ bed, redis }) => {
    const log = openLog(bed);
    await log.append(entry(1));
    await redis.xadd(operationsKey(bed.queueName), '*', 'id', 'x', 'action', 'a', 'outcome', 'done', 'detail', '{');
    expect(await thrownBy(log.list())).toMatchObject({ code: 'ERR_RECORD_BROKEN' });
    await log.close();
    expect(await thrownBy(log.list())).toMatchObject({ code: 'ERR_CLOSED' });
    expect(await thrownBy(log.append(entry(2)))).toMatchObject({ code: 'ERR_CLOSED' });
  });
});
