import { describe, expect, test } from 'vitest';
import { cellsOf } from '../print/cells.js';
import type { Paint } from '../print/paint.js';
import { drawTop, type TopView } from './draw-top.js';
import type { ProcessSample, QueueSample, Sample } from './sample.js';
import { SORT_NAMES, type Sort, sortAfter } from './sorts.js';

const plain: Paint = (_style, text) => text;
const QUEUE: QueueSample = {
  name: 'mail',
  paused: false,
  waiting: 1204,
  active: 10,
  delayed: 3,
  parked: 0,
  suspect: 0,
  failed: 2,
  perMinute: 600,
  oldestWaitingMs: 72_000,
  workers: 1,
  unhandled: [],
};
const PROCESS: ProcessSample = {
  process: 'p1',
  host: 'web-1',
  pid: 4711,
  version: '0.1.0',
  state: 'alive',
  slots: 20,
  busy: 10,
  memory: 80 * 2 ** 20,
  lag: 12,
  queues: ['mail'],
};
const INFO = new Map([
  ['redis_version', '7.2.4'],
  ['valkey_version', '8.1.4'],
  ['used_memory', '1048576'],
  ['maxmemory', '2097152'],
  ['instantaneous_ops_per_sec', '1234'],
  ['connected_clients', '1'],
]);
const AT = new Date(2026, 0, 2, 3, 4, 5).getTime();

const sampleOf = (queues: QueueSample[], processes: ProcessSample[] = [PROCESS], info = INFO): Sample => ({
  at: AT,
  info,
  queues,
  processes,
});
const viewOf = (sample: Sample, more: Partial<TopView> = {}): TopView => ({
  sample,
  address: '127.0.0.1:6379',
  sort: 'name',
  away: undefined,
  ...more,
});
const draw = (view: TopView, columns = 110, rows = 30) =>
  drawTop(view, { columns, rows, paint: plain, now: AT + 5000 });

test('the picture of a queue and a worker', () => {
  expect(draw(viewOf(sampleOf([QUEUE])))).toEqual([
    `longshore top  Valkey 8.1.4 at 127.0.0.1:6379${' '.repeat(57)}03:04:05`,
    'memory 1.0 MiB of 2.0 MiB  ·  1,234 commands/s  ·  1 client  ·  1 queue  ·  1 worker process',
    '',
    'QUEUE             WAITING   ACTIVE   DELAYED   FAILED  DONE/MIN     OLDEST  WORKERS',
    'mail                1,204       10         3        2       600   1 m 12 s        1',
    '',
    'WORKER                PID  STATE        BUSY                  MEMORY      LAG  VERSION  QUEUES',
    'web-1                4711  alive       10/20  ━━━━━─────    80.0 MiB    12 ms  0.1.0    mail',
  ]);
});

test('what is out of the ordinary is noted', () => {
  const odd = { ...QUEUE, paused: true, workers: 0, parked: 3, suspect: 1, unhandled: ['welcome'] };
  expect(draw(viewOf(sampleOf([odd])), 150)[4]).toMatch(
    /paused, no workers, 1 suspect, 3 parked, no handler: welcome$/,
  );
});

test('without the right to ask the server there are queues all the same', () => {
  const [first, second] = draw(viewOf(sampleOf([QUEUE], [PROCESS], new Map())));
  expect(first).toMatch(/^longshore top {2}Redis at 127.0.0.1:6379 /);
  expect(second).toBe('1 queue  ·  1 worker process');
});

test('when Redis is away the last picture stays and says so', () => {
  const away = { message: 'refused\u001b[2J', since: AT };
  expect(draw(viewOf(sampleOf([QUEUE]), { away }))[1]).toBe('no word from Redis for 5 s, trying again: refused?[2J');
});

describe('any terminal', () => {
  const queues = Array.from({ length: 40 }, (_, i) => ({ ...QUEUE, name: `画像-${i}`, waiting: i }));
  const processes = Array.from({ length: 15 }, (_, i) => ({ ...PROCESS, process: `p${i}`, host: `h\u001b[31m${i}` }));
  const view = viewOf(sampleOf(queues, processes));

  test.for([
    [200, 80],
    [110, 30],
    [80, 24],
    [40, 12],
    [12, 9],
    [1, 3],
  ] as const)('%d × %d: nothing is wider or higher', ([columns, rows]) => {
    const lines = draw(view, columns, rows);
    expect(lines.length).toBeLessThanOrEqual(rows);
    for (const line of lines) expect(cellsOf(line)).toBeLessThanOrEqual(columns);
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  });

  test('says how much is left out', () => {
    const shown = draw(view, 110, 30).filter((line) => line.startsWith('画像-'));
    expect(draw(view, 110, 30)).toContain(`… and ${40 - shown.length} more`);
    expect(shown.length).toBeGreaterThan(8);
  });
});

test('queues stand by name, or the largest figure first', () => {
  const queues = [
    { ...QUEUE, name: 'b', waiting: 1, failed: 9 },
    { ...QUEUE, name: 'a', waiting: 1, failed: 1 },
    { ...QUEUE, name: 'c', waiting: 5, failed: 2 },
  ];
  const order = (sort: Sort) =>
    draw(viewOf(sampleOf(queues), { sort }))
      .slice(4, 7)
      .map((line) => line[0])
      .join('');
  expect([order('name'), order('waiting'), order('failed'), order('oldest')]).toEqual(['abc', 'cab', 'bca', 'abc']);
  expect(SORT_NAMES.map(sortAfter)).toEqual([...SORT_NAMES.slice(1), SORT_NAMES[0]]);
});
