// Takes the whole terminal for a picture, and gives it back as it was: at the end, at a signal, and when the program crashes.

const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
/** Terminals that know it show a frame at once, others ignore it. */
const BEGIN_FRAME = '\u001b[?2026h\u001b[H';
const END_FRAME = '\u001b[?2026l';
const REST_OF_LINE = '\u001b[K';
const REST_OF_SCREEN = '\u001b[J';
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

export class FullScreen {
  readonly #stream: NodeJS.WriteStream;
  readonly #input: NodeJS.ReadStream;
  readonly #leave = () => this.leave();
  readonly #onKey: (chunk: Buffer) => void;
  #isEntered = false;

  /** @param onKey gets what is typed, Ctrl-C too, as no signal comes of it here */
  constructor(
    onKey: (keys: string) => void,
    readonly onResize: () => void,
    stream: NodeJS.WriteStream = process.stdout,
    input: NodeJS.ReadStream = process.stdin,
  ) {
    this.#stream = stream;
    this.#input = input;
    this.#onKey = (chunk) => onKey(chunk.toString());
  }

  get columns(): number {
    return this.#stream.columns || DEFAULT_COLUMNS;
  }

  get rows(): number {
    return this.#stream.rows || DEFAULT_ROWS;
  }

  enter(): void {
    this.#isEntered = true;
    this.#stream.write(ENTER);
    this.#stream.on('resize', this.onResize);
    // An error that nobody catches is printed after this, on the screen that stays.
    process.on('uncaughtExceptionMonitor', this.#leave);
    process.on('exit', this.#leave);
    if (!this.#input.isTTY) return;
    this.#input.setRawMode(true);
    this.#input.on('data', this.#onKey);
  }

  draw(lines: readonly string[]): void {
    if (!this.#isEntered) return;
    const shown = lines.slice(0, this.rows).map((line) => line + REST_OF_LINE);
    this.#stream.write(`${BEGIN_FRAME}${shown.join('\r\n')}${REST_OF_SCREEN}${END_FRAME}`);
  }

  /** May be called twice. */
  leave(): void {
    if (!this.#isEntered) return;
    this.#isEntered = false;
    this.#stream.off('resize', this.onResize);
    process.off('uncaughtExceptionMonitor', this.#leave);
    process.off('exit', this.#leave);
    if (this.#input.isTTY) {
      this.#input.off('data', this.#onKey);
      this.#input.setRawMode(false);
      this.#input.pause();
    }
    this.#stream.write(LEAVE);
  }
}
