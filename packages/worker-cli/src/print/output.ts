// Where commands print: results on standard output, as tables for people or JSON for programs; what people should know
// besides on standard error.
import { getBorderCharacters, table } from 'table';
import { type Paint, paintFor } from './paint.js';
import { printable } from './text.js';

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number;
  /** Numbers stand at the right. Default left. */
  readonly align?: 'left' | 'right';
  readonly style?: (row: Row) => Parameters<Paint>[0] | undefined;
}

export class Output {
  readonly paint: Paint;
  readonly #stream: NodeJS.WriteStream;

  /** @param isJson results are for programs */
  constructor(
    readonly isJson: boolean,
    stream: NodeJS.WriteStream = process.stdout,
  ) {
    this.#stream = stream;
    this.paint = paintFor(stream);
    // Whoever has seen enough (`| head`) closes the pipe.
    stream.on('error', () => undefined);
  }

  /** Shows a line. */
  line(text = ''): void {
    this.#stream.write(`${text}\n`);
  }

  /** Shows a value to programs: one JSON text. */
  json(value: unknown): void {
    this.line(JSON.stringify(value, undefined, 2));
  }

  /** Says something to people that is no result; on standard error. */
  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** Rows as a table without lines; nothing but `empty` where there are none. */
  table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], empty: string): void {
    if (rows.length === 0) return this.line(empty);
    const head = columns.map(({ title }) => this.paint('dim', title));
    const body = rows.map((row) =>
      columns.map(({ value, style }) => {
        // What people call things may hold anything, and a table has its lines.
        const shown = printable(String(value(row)));
        const look = style?.(row);
        return look === undefined ? shown : this.paint(look, shown);
      }),
    );
    const drawn = table([head, ...body], {
      border: getBorderCharacters('void'),
      columnDefault: { paddingLeft: 0, paddingRight: 2 },
      columns: columns.map(({ align = 'left' }) => ({ alignment: align })),
      drawHorizontalLine: () => false,
    });
    for (const row of drawn.trimEnd().split('\n')) this.line(row.trimEnd());
  }
}
