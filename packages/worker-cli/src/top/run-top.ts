// The live view: looks, draws, and heeds keys until somebody leaves.
import { setTimeout as pause } from 'node:timers/promises';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Paint } from '../print/paint.js';
import { drawTop, type TopView } from './draw-top.js';
import { FullScreen } from './full-screen.js';
import type { Sampler } from './sampler.js';
import { type Sort, sortAfter } from './sorts.js';

export interface TopSettings {
  readonly sampler: Sampler;
  readonly address: string;
  readonly everyMs: number;
  readonly sort: Sort;
  readonly paint: Paint;
}

const CLOCK_MS = 1000;
/** An answer that has not come for so long is missed before the look is given up. */
const LATE_MS = 3000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const CTRL_C = '\u0003';

/** @returns once somebody has left: 0 by `q`, 130 by Ctrl-C or a signal */
export async function runTop({ sampler, address, everyMs, sort, paint }: TopSettings): Promise<ExitCode> {
  let view: TopView = { sample: undefined, address, sort, away: undefined };
  let code: ExitCode = EXIT.fine;
  const over = new AbortController();
  const leave = (how: ExitCode) => {
    code = how;
    over.abort();
  };
  const interrupt = () => leave(EXIT.interrupted);
  const lateMs = Math.max(LATE_MS, 3 * everyMs);
  const draw = () => screen.draw(drawScreen(lateView(view, lateMs), screen, paint));
  const screen = new FullScreen((keys) => {
    if (keys.includes(CTRL_C)) interrupt();
    else if (/q/i.test(keys)) leave(EXIT.fine);
    else if (/s/i.test(keys)) view = { ...view, sort: sortAfter(view.sort) };
    draw();
  }, draw);
  for (const signal of SIGNALS) process.on(signal, interrupt);
  // What takes long, or does not come, keeps the clock from nothing.
  const clock = setInterval(draw, CLOCK_MS);
  screen.enter();
  try {
    draw();
    while (!over.signal.aborted) {
      const began = performance.now();
      const seen = await Promise.race([look(sampler, view), aborted(over.signal)]);
      if (!seen) break;
      view = { ...seen, sort: view.sort };
      draw();
      const rest = Math.max(0, everyMs - (performance.now() - began));
      await pause(rest, undefined, { signal: over.signal }).catch(() => undefined);
    }
  } finally {
    clearInterval(clock);
    screen.leave();
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
  return code;
}

/** Without an answer the last picture stays, and says so. */
async function look(sampler: Sampler, view: TopView): Promise<TopView> {
  try {
    return { ...view, sample: await sampler.take(), away: undefined };
  } catch (error) {
    return { ...view, away: { message: (error as Error).message, since: view.away?.since ?? Date.now() } };
  }
}

function lateView(view: TopView, lateMs: number): TopView {
  const { sample, away } = view;
  if (away || !sample || Date.now() - sample.at < lateMs) return view;
  return { ...view, away: { message: 'it does not answer', since: sample.at } };
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });

/** The picture, and on the last line what can be typed. */
function drawScreen(view: TopView, { columns, rows }: FullScreen, paint: Paint): string[] {
  const lines = drawTop(view, { columns, rows: rows - 1, paint, now: Date.now() });
  while (lines.length < rows - 1) lines.push('');
  return [...lines, paint('dim', `q leave   s sort: ${view.sort}`.slice(0, columns))];
}
