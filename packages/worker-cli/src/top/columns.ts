// What stands in the tables of `top`, and which columns a narrow terminal goes without first.
import { drawBar } from '../print/bar.js';
import type { LiveColumn } from '../print/live-table.js';
import { grouped, printable, sizeOf } from '../print/text.js';
import { spanOf } from '../print/time.js';
import type { ProcessSample, QueueSample } from './sample.js';

const quietZero = (amount: number) => (amount === 0 ? 'dim' : undefined);

export const QUEUE_COLUMNS: readonly LiveColumn<QueueSample>[] = [
  {
    title: 'QUEUE',
    value: ({ name }) => printable(name),
    least: 14,
    most: 32,
    style: ({ paused }) => (paused ? 'yellow' : 'bold'),
  },
  {
    title: 'WAITING',
    value: ({ waiting }) => grouped(waiting),
    align: 'right',
    least: 9,
    style: ({ waiting }) => quietZero(waiting),
  },
  {
    title: 'ACTIVE',
    value: ({ active }) => grouped(active),
    align: 'right',
    least: 7,
    style: ({ active }) => (active > 0 ? 'green' : 'dim'),
  },
  {
    title: 'DELAYED',
    value: ({ delayed }) => grouped(delayed),
    align: 'right',
    least: 8,
    rank: 3,
    style: ({ delayed }) => quietZero(delayed),
  },
  {
    title: 'FAILED',
    value: ({ failed }) => grouped(failed),
    align: 'right',
    least: 7,
    rank: 6,
    style: ({ failed }) => (failed > 0 ? 'red' : 'dim'),
  },
  {
    title: 'DONE/MIN',
    value: ({ perMinute }) => grouped(perMinute),
    align: 'right',
    rank: 4,
    style: ({ perMinute }) => quietZero(perMinute),
  },
  {
    title: 'OLDEST',
    value: ({ oldestWaitingMs }) => (oldestWaitingMs > 0 ? spanOf(oldestWaitingMs) : '-'),
    align: 'right',
    least: 9,
    rank: 5,
    style: ({ oldestWaitingMs }) => quietZero(oldestWaitingMs),
  },
  {
    title: 'WORKERS',
    value: ({ workers }) => workers,
    align: 'right',
    rank: 2,
    style: ({ workers }) => quietZero(workers),
  },
  { title: '', value: noteOf, rank: 1, style: () => 'yellow' },
];

/** What is out of the ordinary. */
function noteOf({ paused, workers, waiting, parked, suspect, unhandled }: QueueSample): string {
  return [
    paused && 'paused',
    workers === 0 && waiting > 0 && 'no workers',
    suspect > 0 && `${grouped(suspect)} suspect`,
    parked > 0 && `${grouped(parked)} parked`,
    unhandled.length > 0 && `no handler: ${unhandled.map(printable).join(', ')}`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

const STATE_STYLES = { alive: 'green', quiet: 'yellow', blocked: 'red', dead: 'gray' } as const;
const BAR_CELLS = 10;
const SLOW_LAG_MS = 200;

export const PROCESS_COLUMNS: readonly LiveColumn<ProcessSample>[] = [
  { title: 'WORKER', value: ({ host }) => printable(host), least: 14, most: 32, style: () => 'bold' },
  { title: 'PID', value: ({ pid }) => pid, align: 'right', least: 9 },
  { title: 'STATE', value: ({ state }) => state, least: 7, style: ({ state }) => STATE_STYLES[state] },
  {
    title: 'BUSY',
    value: ({ busy, slots }) => (slots === undefined ? '-' : `${busy ?? 0}/${slots}`),
    align: 'right',
    least: 8,
  },
  {
    title: '',
    value: ({ busy, slots }) => (slots === undefined ? '' : barOf(busy ?? 0, slots)),
    rank: 2,
    style: ({ state }) => (state === 'alive' ? 'green' : 'dim'),
  },
  {
    title: 'MEMORY',
    value: ({ memory }) => (memory === undefined ? '-' : sizeOf(memory)),
    align: 'right',
    least: 10,
    rank: 5,
  },
  {
    title: 'LAG',
    value: ({ lag }) => (lag === undefined ? '-' : spanOf(lag)),
    align: 'right',
    least: 7,
    rank: 4,
    style: ({ lag = 0 }) => (lag > SLOW_LAG_MS ? 'yellow' : undefined),
  },
  { title: 'VERSION', value: ({ version }) => printable(version), rank: 1, style: () => 'dim' },
  { title: 'QUEUES', value: ({ queues }) => queues.map(printable).join(' '), rank: 3, most: 40, style: () => 'dim' },
];

/** Without colours of its own: the column has one. */
const barOf = (busy: number, slots: number): string =>
  drawBar(slots === 0 ? 0 : busy / slots, BAR_CELLS, (_style, text) => text);
