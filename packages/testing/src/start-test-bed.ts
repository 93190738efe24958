import { randomBytes } from 'node:crypto';
import { type Duration, InvalidOptionError, RedisUnavailableError } from '@longshore/core';
import { duration, type Reader, readOptions, readPrefix } from '@longshore/core/testing';
import { startRedis } from '@longshore/embedded-redis';
import { Redis } from 'ioredis';
import { BedClock } from './bed-clock.js';
import { TestBed } from './test-bed.js';

export interface TestBedOptions {
  /** The URL of a single Redis to use. Default: a private one that ends with the bed. */
  connection?: string;
  /** What its keys begin with. Default `'longshore'` on a private Redis, else one of its own, whose keys are deleted at the end. */
  prefix?: string;
  /** How long the drain of one queue may take, ms or a text. Default `'4s'`: below what test runners wait. */
  timeout?: Duration;
}

const readUrl: Reader<string> = (value, field) => {
  if (typeof value !== 'string' || !/^rediss?:\/\//.test(value) || !URL.canParse(value))
    throw new InvalidOptionError(field, "expected a URL like 'redis://127.0.0.1:6379'");
  return value;
};

const TABLE = { connection: readUrl, prefix: readPrefix, timeout: duration(1) };

/**
 * A place for tests of jobs: a Redis, queues, handlers that run when the test says so, and a clock that the test moves.
 *
 * @throws {InvalidOptionError} {@link InvalidNameError} naming the field
 * @throws {RedisUnavailableError} when the Redis of `connection` is not there
 * @throws `ERR_NO_REDIS_SERVER` when no `connection` is given and nothing here can run a Redis
 * @example
 * await using bed = await startTestBed();
 * bed.handle(mail, { welcome: async (job) => ({ id: await send(job.data.to) }) });
 * await bed.queue(mail).add('welcome', { to: 'a@b.c' }, { delay: '5m' });
 * await bed.drain(); // []: nothing is due
 * await bed.advance('5m'); // [{ queue: 'mail', name: 'welcome', attempt: 1, outcome: 'completed', result: … }]
 */
export async function startTestBed(options?: TestBedOptions): Promise<TestBed> {
  const given = readOptions(options, TABLE, 'options');
  const server = given.connection === undefined ? await startRedis({ persistence: 'none' }) : undefined;
  const connection = given.connection ?? (server?.url as string);
  const own = given.prefix === undefined && server === undefined;
  const prefix = given.prefix ?? (own ? `longshore-test-${randomBytes(6).toString('hex')}` : 'longshore');
  const client = await connect(connection);
  const clock = new BedClock(client, prefix);
  const close = async () => {
    if (own) await clock.wipe();
    client.disconnect();
    await server?.stop();
  };
  return new TestBed({ connection, prefix, clock, timeoutMs: given.timeout ?? 4000, close });
}

async function connect(url: string): Promise<Redis> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  // Each command that fails tells it as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    client.disconnect();
    const { hostname, port } = new URL(url);
    throw new RedisUnavailableError(`no Redis answers at ${hostname}:${port || 6379}`, { cause });
  }
  return client;
}
