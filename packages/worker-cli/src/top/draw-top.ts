// Draws what `top` has seen. Pure: the same sample gives the same picture.
import { cutTo } from '../print/cells.js';
import { drawTable } from '../print/live-table.js';
import type { Paint } from '../print/paint.js';
import { counted, grouped, printable, sizeOf } from '../print/text.js';
import { spanOf } from '../print/time.js';
import { PROCESS_COLUMNS, QUEUE_COLUMNS } from './columns.js';
import type { Sample } from './sample.js';
import { SORTS, type Sort } from './sorts.js';

export interface TopView {
  /** undefined before the first look. */
  readonly sample: Sample | undefined;
  readonly address: string;
  readonly sort: Sort;
  /** Why Redis does not answer, and since when, ms since 1970. */
  readonly away: { readonly message: string; readonly since: number } | undefined;
}

export interface Frame {
  readonly columns: number;
  /** `Infinity` where all is to be shown. */
  readonly rows: number;
  readonly paint: Paint;
  /** ms since 1970. */
  readonly now: number;
}

const BETWEEN = '  ·  ';
/** Titles and blanks. */
const FIXED_ROWS = 7;

/** The lines of the picture: at most `rows`, none longer than `columns`. */
export function drawTop(view: TopView, frame: Frame): string[] {
  const { paint, columns, rows } = frame;
  const { sample } = view;
  const lines = drawHead(view, frame);
  if (sample) {
    const room = Math.max(2, rows - FIXED_ROWS);
    const forProcesses = Math.min(sample.processes.length, Math.max(room - sample.queues.length, Math.floor(room / 2)));
    const queues = sample.queues.toSorted(SORTS[view.sort]);
    lines.push(
      '',
      ...drawTable(atMost(queues, room - forProcesses), QUEUE_COLUMNS, columns, paint),
      ...more(queues.length, room - forProcesses, paint),
      '',
      ...drawTable(atMost(sample.processes, forProcesses), PROCESS_COLUMNS, columns, paint),
      ...more(sample.processes.length, forProcesses, paint),
    );
    if (sample.queues.length === 0) lines.splice(4, 1, paint('dim', 'no queues yet'));
  }
  const cut = lines.map((line) => cutTo(line, columns));
  return Number.isFinite(rows) ? cut.slice(0, rows) : cut;
}

function drawHead({ sample, address, away }: TopView, { paint, columns, now }: Frame): string[] {
  const info = sample?.info ?? new Map<string, string>();
  const kind = info.has('valkey_version') ? 'Valkey' : 'Redis';
  const version = info.get('valkey_version') ?? info.get('redis_version') ?? '';
  const left = `${paint('bold', 'longshore top')}  ${printable(`${kind} ${version}`.trim())} at ${address}`;
  const time = new Date(sample?.at ?? now).toTimeString().slice(0, 8);
  const plain = `longshore top  ${`${kind} ${version}`.trim()} at ${address}`;
  const gap = ' '.repeat(Math.max(2, columns - plain.length - time.length));
  const second = away
    ? paint('red', `no word from Redis for ${spanOf(now - away.since)}, trying again: ${printable(away.message)}`)
    : sample
      ? drawFigures(info, sample, columns, paint)
      : paint('dim', 'looking …');
  return [left + gap + paint('dim', time), second];
}

function drawFigures(
  info: ReadonlyMap<string, string>,
  { queues, processes }: Sample,
  columns: number,
  paint: Paint,
): string {
  const number = (field: string): number => Number(info.get(field) ?? Number.NaN);
  const most = number('maxmemory');
  const parts = [
    info.has('used_memory') && `memory ${sizeOf(number('used_memory'))}${most > 0 ? ` of ${sizeOf(most)}` : ''}`,
    info.has('instantaneous_ops_per_sec') && `${grouped(number('instantaneous_ops_per_sec'))} commands/s`,
    info.has('connected_clients') && counted(number('connected_clients'), 'client'),
    info.has('uptime_in_seconds') && `up ${spanOf(number('uptime_in_seconds') * 1000)}`,
    counted(queues.length, 'queue'),
    `${processes.length} worker ${processes.length === 1 ? 'process' : 'processes'}`,
  ].filter((part) => typeof part === 'string');
  while (parts.length > 1 && parts.join(BETWEEN).length > columns) parts.pop();
  return parts.join(paint('dim', BETWEEN));
}

const atMost = <T>(rows: readonly T[], room: number): readonly T[] =>
  rows.length <= room ? rows : rows.slice(0, Math.max(0, room - 1));

function more(count: number, room: number, paint: Paint): string[] {
  if (count <= room) return [];
  return [paint('dim', `… and ${count - Math.max(0, room - 1)} more`)];
}
