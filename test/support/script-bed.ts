import type { Redis } from 'ioredis';
import { Connection, type QueueKeys, queueKeys, readTarget, type Script } from './core-internals.js';
import { queueTag } from './read-keys.js';
import { test as base } from './server-test.js';
import { type Moments, normalise, type Snapshot, signed, takeSnapshot } from './snapshot.js';

/** What a script made of a state: everything, with stable names for times and claim numbers. */
interface Act<Output> {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly reply: Output;
  /** What was announced to pub/sub channels of the queue. */
  readonly announced: unknown[];
}

type Seed = Record<string, string | readonly string[] | Readonly<Record<string, string | number>>>;

const PREFIX = 'bed';
const SORTED_SETS = [
  'prioritized',
  'delayed',
  'leases',
  'graves',
  'failed',
  'cancelled',
  'expired',
  'expiring',
  'fleeting',
  'ticks',
];
/** Seeds count from a moment that no script can take for its own. */
const SEEDED_BEFORE_MS = 50;
export const LEASE_MS = 15_000;

/** A queue of a test's own on a server that the tests of a file share. */
export class ScriptBed {
  readonly keys: QueueKeys;
  readonly tag: string;
  readonly #seeds = new Map<number, string>();
  constructor(
    readonly redis: Redis,
    readonly connection: Connection,
    readonly seededAt: number,
    readonly queue: string,
  ) {
    this.tag = queueTag(PREFIX, queue);
    this.keys = queueKeys(PREFIX, queue);
  }

  /** A time in ms, counted from when the test began; snapshots show it as `seeded` and the distance. */
  at(ms: number): number {
    this.#seeds.set(this.seededAt + ms, ms === 0 ? 'seeded' : `seeded${signed(ms)}`);
    return this.seededAt + ms;
  }

  /** Writes keys by their name without the tag: texts, lists from the left, hashes and sorted sets. */
  async seed(seed: Seed): Promise<void> {
    const writes = this.redis.pipeline();
    for (const [name, content] of Object.entries(seed)) {
      const key = `${this.tag}${name}`;
      if (typeof content === 'string') writes.set(key, content);
      else if (Array.isArray(content)) writes.rpush(key, ...content);
      else if (!SORTED_SETS.includes(name)) writes.hset(key, content as Record<string, string>);
      else writes.zadd(key, ...Object.entries(content).flatMap(([member, score]) => [Number(score), member]));
    }
    for (const [error] of (await writes.exec()) ?? []) if (error) throw error;
  }

  /** Registers a worker: how its lease stands and since when it is undisturbed, both in ms from the test's beginning. */
  worker(wid: string, { lease = 10_000, since = -60_000, leaseMs = LEASE_MS } = {}): Promise<void> {
    return this.seed({ leases: { [wid]: this.at(lease) }, workers: { [wid]: `${this.at(since)} ${leaseMs} {}` } });
  }

  /** Messages of jobs, readable as theirs. */
  messages(...ids: string[]): Promise<void> {
    return this.seed(Object.fromEntries(ids.map((id) => [`job:${id}`, `message of ${id}`])));
  }

  /** The whole state with stable names for what seeds wrote. */
  state(): Promise<Snapshot> {
    return takeSnapshot(this.redis, this.tag, { seeds: this.#seeds, before: 0, after: 0 });
  }

  /** Runs a script once between two looks at the whole state. */
  async act<Input, Output>(script: Pick<Script<QueueKeys, Input, Output>, 'run'>, input: Input): Promise<Act<Output>> {
    return this.observe(() => script.run(this.connection, this.keys, input));
  }

  async observe<Output>(work: () => Promise<Output>): Promise<Act<Output>> {
    const raw = await takeSnapshot(this.redis, this.tag);
    const heard = await this.#listen();
    const before = await serverTime(this.redis);
    const reply = await work();
    const moments: Moments = { seeds: this.#seeds, before, after: await serverTime(this.redis) };
    const all = { before: raw, after: await takeSnapshot(this.redis, this.tag), reply, announced: await heard() };
    return normalise(all, moments) as Act<Output>;
  }

  /** Everything that is announced from now on, until what it returns is called. */
  async #listen(): Promise<() => Promise<string[]>> {
    const listener = this.redis.duplicate();
    const heard: string[] = [];
    const over = new Promise<void>((resolve) => {
      listener.on('pmessage', (_pattern, channel: string, text: string) => {
        if (channel.endsWith(':over')) resolve();
        else heard.push(channel === this.keys.events ? text : `${channel.slice(this.tag.length)}: ${text}`);
      });
    });
    await listener.psubscribe(`${this.tag}*`);
    return async () => {
      await this.redis.publish(`${this.tag}${this.queue}:over`, '');
      await over;
      listener.disconnect();
      return heard;
    };
  }
}

async function serverTime(redis: Redis): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}

interface Fixtures {
  connection: Connection;
  bed: ScriptBed;
}

let queues = 0;

/** A test with a server for its file and a bed of its own. */
export const test = base.extend<Fixtures>({
  connection: [
    async ({ server }, use) => {
      const connection = new Connection(readTarget(server.url), { name: 'bed', deadlineMs: 10_000, check: true });
      await use(connection);
      connection.close();
    },
    { scope: 'file' },
  ],
  bed: async ({ redis, connection }, use) => {
    queues += 1;
    const seededAt = (await serverTime(redis)) - SEEDED_BEFORE_MS;
    await use(new ScriptBed(redis, connection, seededAt, `queue-${queues}`));
  },
});
