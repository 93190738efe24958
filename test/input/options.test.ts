import { Channel, defineQueue, NoticeBoard, OperationLog, Queue, RetryLaterError, Worker } from '@longshore/core';
import { describe, expect, test } from 'vitest';

// Nothing here needs a server: wrong options are told before anything is sent.

const connection = 'redis://127.0.0.1:1';
const handlers = () => undefined;
const wrong = (value: unknown): never => value as never;

const queue = (options: object, name: unknown = 'mail') => new Queue(wrong(name), wrong({ connection, ...options }));
const worker = (options: object) => new Worker('mail', handlers, wrong({ connection, autorun: false, ...options }));
const board = (options: object, name: unknown = 'news') =>
  new NoticeBoard(wrong(name), wrong({ connection, ...options }));
const channel = (options: object, name: unknown = 'chat') =>
  new Channel(wrong(name), wrong({ connection, ...options }));
const log = (options: object) => new OperationLog(wrong({ connection, ...options }));
const handling = (given: unknown) => new Worker('mail', wrong(given), { connection, autorun: false });
const queues = (given: unknown) => new Worker(wrong(given), { connection, autorun: false });

type Case = [what: string, call: () => unknown, field: string, says: string];

const UNKNOWN: Case[] = [
  ['of a queue', () => queue({ defaultJobOptions: {} }), 'options.defaultJobOptions', 'known are connection, prefix'],
  ['of a worker', () => worker({ maxStalledCount: 2 }), 'options.maxStalledCount', 'known are connection, prefix'],
  ['of what a worker keeps', () => worker({ keep: { done: 5 } }), 'options.keep.done', 'known are completed, failed'],
  [
    'of how long it keeps',
    () => worker({ keep: { failed: { max: 5 } } }),
    'options.keep.failed.max',
    'known are count',
  ],
  ['of a board', () => board({ ttl: '1s' }), 'options.ttl', 'unknown option'],
  ['of a channel', () => channel({ size: 5 }), 'options.size', 'unknown option'],
  ['of an operations log', () => log({ history: 5 }), 'options.history', 'known are connection, prefix'],
  ['of a queue definition', () => defineQueue('mail', {}, wrong({ jobId: 'x' })), 'defaults.jobId', 'unknown option'],
  ['of a handler', () => handling({ a: { run: handlers, timeouts: 5 } }), 'handlers.a.timeouts', 'known are run'],
];

const VALUES: Case[] = [
  ['no options at all', () => new Queue('mail', wrong(undefined)), 'options.connection', 'redis://127.0.0.1:6379'],
  ['options that are no object', () => new Queue('mail', wrong('redis://x')), 'options', 'expected an object'],
  [
    'a worker without options',
    () => new Worker('mail', handlers, wrong(undefined)),
    'options.connection',
    'a URL like',
  ],
  ['a board without a connection', () => new NoticeBoard('news', wrong({})), 'options.connection', 'a URL like'],
  ['a deadline that is none', () => queue({ deadline: 'soon' }), 'options.deadline', 'got "soon"'],
  ['a deadline too short to be meant', () => queue({ deadline: 5 }), 'options.deadline', 'at least 50 ms'],
  ['a concurrency of text', () => worker({ concurrency: '5' }), 'options.concurrency', 'a whole number from 1'],
  ['no concurrency', () => worker({ concurrency: 0 }), 'options.concurrency', 'a whole number from 1'],
  ['half a slot', () => worker({ concurrency: 1.5 }), 'options.concurrency', 'a whole number'],
  ['an ack that is none', () => worker({ ack: 'never' }), 'options.ack', 'one of late, early'],
  ['a lease without a unit', () => worker({ lease: '15' }), 'options.lease', '15'],
  ['a lease that is too short', () => worker({ lease: 100 }), 'options.lease', 'at least 500 ms'],
  [
    'beats too rare for the lease',
    () => worker({ lease: '2s', beat: '1500ms' }),
    'options.beat',
    'at most half the lease',
  ],
  ['autorun of text', () => worker({ autorun: 'false' }), 'options.autorun', 'one of true, false'],
  [
    'an end of what is blocked in words',
    () => worker({ exitWhenBlocked: 'yes' }),
    'options.exitWhenBlocked',
    'one of true, false',
  ],
  ['a negative count to keep', () => worker({ keep: { failed: -1 } }), 'options.keep.failed', 'a whole number from 0'],
  ['a logger that cannot warn', () => queue({ logger: { info: handlers } }), 'options.logger', 'a logger with debug()'],
  ['a logger of text', () => worker({ logger: 'pino' }), 'options.logger', 'an object'],
  ['a negative history', () => channel({ history: -1 }), 'options.history', 'a whole number from 0'],
  ['a log that keeps nothing', () => log({ keep: 0 }), 'options.keep', 'a whole number from 1'],
  ['no handlers', () => handling({}), 'handlers', 'at least one handler'],
  ['handlers of text', () => handling('handlers.js'), 'handlers', 'a function, or an object'],
  ['a list of handlers', () => handling([handlers]), 'handlers', 'a function, or an object'],
  ['a handler that is none', () => handling({ a: 'b' }), 'handlers.a', 'expected an object'],
  ['a handler without a function', () => handling({ a: { attempts: 3 } }), 'handlers.a.run', 'a function'],
  ['no queues', () => queues([]), 'queues', 'at least one queue'],
  ['a queue that is none', () => queues([{ queue: 5, handlers }]), 'queue', 'what defineQueue() returned'],
  ['a queue among several that is none', () => queues([{ queue: 'a', handlers }, null]), 'queues[1].queue', 'a name'],
  ['a weight that is none', () => queues([{ queue: 'a', handlers, weight: 0 }]), 'queues[0].weight', 'a number from'],
  ['an order that is none', () => worker({ order: 'random' }), 'options.order', 'one of weighted, strict'],
  [
    'a weight in a strict order',
    () => new Worker([{ queue: 'a', handlers, weight: 2 }], { connection, autorun: false, order: 'strict' }),
    'queues[0].weight',
    'no weights',
  ],
  ['a queue twice', () => queues([1, 2].map(() => ({ queue: 'a', handlers }))), 'queues', 'listed twice'],
  [
    'a schema that is none',
    () => defineQueue('mail', wrong({ a: { data: {} } })),
    'schemas.a.data',
    'a Standard Schema',
  ],
  ['a job without schemas', () => defineQueue('mail', wrong({ a: null })), 'schemas.a', 'expected an object'],
  ['a delay that is none', () => new RetryLaterError(wrong('later')), 'delay', 'got "later"'],
];

const CONNECTIONS: Case[] = [
  ['no URL', () => queue({ connection: 'localhost' }), 'options.connection', 'not a URL'],
  ['a host and a port', () => queue({ connection: 'localhost:6379' }), 'options.connection', 'redis: or rediss:'],
  ['another protocol', () => queue({ connection: 'http://localhost' }), 'options.connection', 'got http:'],
  [
    'a database that is no number',
    () => queue({ connection: 'redis://h/mail' }),
    'options.connection',
    'number of a database',
  ],
  ['a negative database', () => queue({ connection: 'redis://h/-1' }), 'options.connection', 'number of a database'],
  ['an empty text', () => queue({ connection: '' }), 'options.connection', 'not a URL'],
  ['a number', () => queue({ connection: 6379 }), 'options.connection', 'a URL like'],
  ['null', () => queue({ connection: null }), 'options.connection', 'a URL like'],
  ['a list', () => queue({ connection: ['redis://h'] }), 'options.connection', 'a URL like'],
  [
    "ioredis's prefix",
    () => queue({ connection: { keyPrefix: 'x:' } }),
    'options.connection.keyPrefix',
    'option prefix',
  ],
];

describe.each([
  { what: 'an unknown option', cases: UNKNOWN },
  { what: 'a wrong value', cases: VALUES },
  { what: 'a connection', cases: CONNECTIONS },
])('$what is told with its name and what is expected', ({ cases }) => {
  test.each(cases)('%s', (_what, call, field, says) => {
    expect(call).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_OPTION',
        field,
        message: expect.stringMatching(new RegExp(`^${escaped(field)}: .*${escaped(says)}`)),
      }),
    );
  });
});

const escaped = (text: string): string => text.replace(/[.[\]()]/g, '\\$&');

describe.each([
  { what: 'a queue', make: (name: unknown) => queue({}, name), field: 'queue' },
  { what: 'a queue definition', make: (name: unknown) => defineQueue(wrong(name)), field: 'queue' },
  { what: 'a board', make: (name: unknown) => board({}, name), field: 'name' },
  { what: 'a channel', make: (name: unknown) => channel({}, name), field: 'name' },
  { what: 'a prefix', make: (prefix: unknown) => queue({ prefix }), field: 'options.prefix' },
  { what: 'a handler', make: (name: unknown) => handling({ [String(name)]: handlers }), field: 'handlers' },
  {
    what: 'a job of a definition',
    make: (name: unknown) => defineQueue('q', { [String(name)]: {} }),
    field: 'schemas',
  },
])('the name of $what', ({ make, field }) => {
  test.each(['', ' ', 'two words', 'a{b}', 'line\nend', 'tab\t', 'bell\u0007', 'x'.repeat(129)])(
    'may not be %j',
    (name) => {
      expect(() => make(name)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_NAME', field }));
    },
  );
});
