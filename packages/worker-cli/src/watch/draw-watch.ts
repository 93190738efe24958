// Draws a watch: what is watched, a bar where the progress tells how much is done, and where the job is. Pure.
import type { Explanation } from '@longshore/core';
import { drawBar } from '../print/bar.js';
import { cutTo } from '../print/cells.js';
import type { Paint } from '../print/paint.js';
import { printable } from '../print/text.js';
import { spanOf } from '../print/time.js';
import { describeStanding, isWaiting, standingTime } from './describe-standing.js';
import type { ProgressReading } from './progress-reader.js';
import type { Ending, WatchedJob } from './watch-events.js';

export interface WatchView {
  readonly job: WatchedJob;
  readonly standing: Explanation | undefined;
  readonly progress: ProgressReading | undefined;
  /** Why Redis does not answer, and since when, ms since 1970. */
  readonly away: { readonly message: string; readonly since: number } | undefined;
  readonly ending: Ending | undefined;
}

const INDENT = '  ';
const LONGEST_BAR = 40;
const SHORTEST_BAR = 8;
/** Before so much is done the rest cannot be guessed. */
const LEAST_SHARE = 0.05;
const LEAST_MS = 2000;

/** @param now ms since 1970; Redis's clock and this machine's are taken to be the same */
export function drawWatch(view: WatchView, columns: number, paint: Paint, now: number): string {
  const { job, progress } = view;
  const lines = [
    `${INDENT}${paint('bold', printable(job.name))} ${paint('dim', `in ${job.queue}, job ${printable(job.id)}`)}`,
  ];
  if (progress?.share !== undefined) lines.push(drawProgress(view, progress.share, columns, paint, now));
  lines.push(...drawStanding(view, paint, now));
  if (progress !== undefined && progress.text !== '') lines.push(INDENT + paint('dim', progress.text));
  return lines.map((line) => cutTo(line, columns - 1)).join('\n');
}

function drawProgress(view: WatchView, share: number, columns: number, paint: Paint, now: number): string {
  const { progress, ending } = view;
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const words = [progress?.count ?? '', timeLeft(view, share, now)].filter((word) => word !== '').join('  ');
  const room = columns - 1 - `${INDENT} ${percent}  ${words}`.length;
  const length = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, room));
  const style = ending && ending.state !== 'completed' ? 'red' : view.away ? 'yellow' : 'green';
  return `${INDENT}${drawBar(share, length, paint, style)} ${paint('bold', percent)}  ${paint('dim', words)}`;
}

/** If it goes on as it went so far. */
function timeLeft({ standing, ending, away }: WatchView, share: number, now: number): string {
  const since = standing?.reasons[0]?.code === 'running' ? standing.reasons[0].since : undefined;
  if (since === undefined || ending || away || share < LEAST_SHARE || share >= 1) return '';
  const passed = now - since;
  return passed < LEAST_MS ? '' : `about ${spanOf((passed * (1 - share)) / share)} left`;
}

function drawStanding({ standing, away, ending }: WatchView, paint: Paint, now: number): string[] {
  if (ending) {
    if (ending.state === 'completed') return [`${INDENT}${paint('green', '✓')} completed`];
    return [`${INDENT}${paint('red', '✗')} ${ending.state === 'missing' ? 'removed' : ending.state}`];
  }
  const lines: string[] = [];
  if (standing) {
    const mark = isWaiting(standing) ? paint('yellow', '○') : paint('green', '●');
    const time = standingTime(standing, now);
    const words = describeStanding(standing);
    lines.push(`${INDENT}${mark} ${time === '' ? '' : `${paint('bold', time)}  `}${words}`);
  }
  if (away)
    lines.push(
      `${INDENT}${paint('red', '⚠')} no word from Redis for ${spanOf(now - away.since)}; trying again: ${paint('dim', printable(away.message))}`,
    );
  return lines;
}
