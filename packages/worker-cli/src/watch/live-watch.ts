// Shows a watch in a terminal: a picture that moves.
import { createLogUpdate } from 'log-update';
import type { Output } from '../print/output.js';
import { drawWatch, type WatchView } from './draw-watch.js';
import { printResult } from './print-result.js';
import { ProgressReader } from './progress-reader.js';
import type { Ending, WatchEvent, WatchedJob, WatchScreen } from './watch-events.js';

/** How often the picture is drawn; also when nothing happens, since time passes. */
const FRAME_MS = 100;
const DEFAULT_COLUMNS = 80;
const LEAST_COLUMNS = 20;

export class LiveWatch implements WatchScreen {
  readonly #frame: ReturnType<typeof createLogUpdate>;
  readonly #reader = new ProgressReader();
  readonly #timer: NodeJS.Timeout;
  #view: WatchView;
  #height = 0;

  constructor(
    job: WatchedJob,
    readonly output: Output,
    readonly stream: NodeJS.WriteStream,
  ) {
    this.#view = { job, standing: undefined, progress: undefined, away: undefined, ending: undefined };
    this.#frame = createLogUpdate(stream);
    this.#timer = setInterval(() => this.#show(), FRAME_MS);
  }

  tell(event: WatchEvent): void {
    const view = this.#view;
    if (event.is === 'standing') this.#view = { ...view, standing: event.standing };
    else if (event.is === 'notice') this.#view = { ...view, progress: this.#reader.read(event.notice.value) };
    else if (event.is === 'back') this.#view = { ...view, away: undefined };
    else this.#view = { ...view, away: { message: event.message, since: view.away?.since ?? Date.now() } };
  }

  end(ending: Ending): void {
    this.#view = { ...this.#view, ending, away: undefined };
    this.#close();
    if (ending.state === 'completed') printResult(ending.result, this.output);
  }

  leave(): void {
    this.#close();
    // The terminal has written ^C behind the picture.
    this.output.line();
  }

  #close(): void {
    clearInterval(this.#timer);
    this.#show();
    this.#frame.done();
  }

  #show(): void {
    const columns = Math.max(LEAST_COLUMNS, this.stream.columns || DEFAULT_COLUMNS);
    const picture = drawWatch(this.#view, columns, this.output.paint, Date.now());
    const height = picture.split('\n').length;
    // log-update rewrites the lines that differ, and takes lines that moved up or down for ones that are the same.
    if (height !== this.#height) this.#frame.clear();
    this.#height = height;
    this.#frame(picture);
  }
}
