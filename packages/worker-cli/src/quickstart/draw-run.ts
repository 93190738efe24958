// Draws a run: a bar, and a line for each worker process. Pure, so that it can be looked at in a test.

import { drawBar } from '../print/bar.js';
import type { Paint } from '../print/paint.js';
import { fitPath, grouped } from '../print/text.js';
import type { RunNotice } from './file-jobs.js';
import type { WorkerView } from './run-view.js';

export interface Drawable {
  readonly run: RunNotice;
  readonly workers: ReadonlyMap<string, WorkerView>;
  readonly startedAt: number;
}

const INDENT = '  ';
const LONGEST_BAR = 40;
const SHORTEST_BAR = 8;
/** More than these need no line each. */
const MOST_WORKERS = 6;

/** @param now `performance.now()` */
export function drawRun(view: Drawable, columns: number, paint: Paint, now: number): string {
  const lines = ['', drawTotal(view, columns, paint, now)];
  const digits = grouped(view.run.total).length;
  for (const worker of shown([...view.workers.values()])) lines.push(drawWorker(worker, columns, paint, digits));
  return lines.join('\n');
}

function drawTotal({ run, startedAt }: Drawable, columns: number, paint: Paint, now: number): string {
  const ended = run.completed + run.failed;
  const share = run.total === 0 ? 0 : ended / run.total;
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const count = `${grouped(ended)}/${grouped(run.total)}`;
  const seconds = `${Math.floor((now - startedAt) / 1000)} s`;
  const room = columns - INDENT.length - `${percent}  ${count}  ${seconds}`.length - 2;
  const length = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, room));
  const bar = `${INDENT}${drawBar(share, length, paint)} ${paint('bold', percent)}  ${count}`;
  return room >= SHORTEST_BAR ? `${bar}  ${paint('dim', seconds)}` : bar;
}

function drawWorker({ letter, pid, state, notice }: WorkerView, columns: number, paint: Paint, digits: number): string {
  const name = `${INDENT}worker ${letter}`;
  if (state === 'killed' || state === 'gone') return paint(['red', 'dim'], `${name}  ✗ ${state}`);
  const [mark, words] =
    state === 'starting' ? ['○', 'starting'] : ['●', `${grouped(notice.done).padStart(digits)} done`];
  const head = `${name}  ${paint(state === 'starting' ? 'dim' : 'green', mark)} pid ${pid}  ${words}`;
  const path = notice.running.at(-1)?.path;
  const room = columns - `${name}  ${mark} pid ${pid}  ${words}  `.length - 1;
  return path === undefined || room < 10 ? head : `${head}  ${paint('dim', fitPath(path, room))}`;
}

/** Those that live, and of the dead the last one. */
function shown(workers: readonly WorkerView[]): readonly WorkerView[] {
  const isDead = ({ state }: WorkerView) => state === 'killed' || state === 'gone';
  const lastDead = workers.findLast(isDead);
  return workers.filter((worker) => !isDead(worker) || worker === lastDead).slice(-MOST_WORKERS);
}
