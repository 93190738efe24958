// Where the quickstart shows itself: lines that stay, and below them, in a terminal, a picture of the run that moves.
import { createLogUpdate } from 'log-update';
import wrapAnsi from 'wrap-ansi';
import { type Paint, paintFor } from '../print/paint.js';
import { grouped } from '../print/text.js';
import { type Drawable, drawRun } from './draw-run.js';

export interface Screen {
  readonly paint: Paint;
  /** Shows a line that stays. */
  say(line: string): void;
  /** Shows how the run is now. */
  draw(view: Drawable): void;
  /** Leaves the last picture standing; the next one is drawn below. */
  end(): void;
}

/** A picture that moves for a terminal, plain lines for a file, a pipe or a terminal that can do no more. */
export function openScreen(stream: NodeJS.WriteStream = process.stdout): Screen {
  // Whoever has seen enough (`| head`) closes the pipe; the run goes on to its end.
  stream.on('error', () => undefined);
  return stream.isTTY && process.env['TERM'] !== 'dumb' ? new LiveScreen(stream) : new PlainScreen(stream);
}

/** How often the picture is drawn, at most; it is drawn as often when nothing changes, since time does. */
const FRAME_MS = 80;
const DEFAULT_COLUMNS = 80;
const LEAST_COLUMNS = 20;
/** What a line that is too long goes on with. */
const HANGING = '    ';

class LiveScreen implements Screen {
  readonly paint: Paint;
  readonly #stream: NodeJS.WriteStream;
  readonly #frame;
  #view: Drawable | undefined;
  #timer: NodeJS.Timeout | undefined;
  #height = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.paint = paintFor(stream);
    this.#frame = createLogUpdate(stream);
  }

  say(line: string): void {
    const wrapped = wrapAnsi(line, this.#columns - HANGING.length, { trim: false });
    this.#frame.clear();
    this.#stream.write(`${wrapped.replace(/ ?\n ?/g, `\n${HANGING}`)}\n`);
    this.#show();
  }

  draw(view: Drawable): void {
    this.#view = view;
    this.#timer ??= setInterval(() => this.#show(), FRAME_MS).unref();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (!this.#view) return;
    this.#show();
    this.#view = undefined;
    this.#frame.done();
  }

  get #columns(): number {
    return Math.max(LEAST_COLUMNS, this.#stream.columns || DEFAULT_COLUMNS);
  }

  #show(): void {
    if (!this.#view) return;
    const picture = drawRun(this.#view, this.#columns, this.paint, performance.now());
    const height = picture.split('\n').length;
    // log-update rewrites the lines that differ, and takes lines that moved up or down for ones that are the same.
    if (height !== this.#height) this.#frame.clear();
    this.#height = height;
    this.#frame(picture);
  }
}

class PlainScreen implements Screen {
  readonly paint: Paint;
  readonly #stream: NodeJS.WriteStream;
  #shownTenth = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.paint = paintFor(stream);
  }

  say(line: string): void {
    this.#stream.write(`${line}\n`);
  }

  /** A line each tenth. */
  draw({ run }: Drawable): void {
    const ended = run.completed + run.failed;
    const tenth = run.total === 0 ? 0 : Math.floor((10 * ended) / run.total);
    if (tenth <= this.#shownTenth) return;
    this.#shownTenth = tenth;
    this.say(`  ${`${tenth * 10} %`.padStart(5)}  ${grouped(ended)}/${grouped(run.total)} files`);
  }

  end(): void {
    this.#shownTenth = 10;
  }
}
