// Tables for a picture that is drawn again and again: what does not fit is left out, and columns keep their places.
import { cellsOf, cutTo } from './cells.js';
import type { Column } from './output.js';
import type { Paint } from './paint.js';

export interface LiveColumn<Row> extends Column<Row> {
  /** The least cells that it takes, so that it does not move as its values grow. Default: as its title. */
  readonly least?: number;
  /** Longer values are cut; also shorter ones, down to `least`, where room is short. Default: none is. */
  readonly most?: number;
  /** Where the room does not do, those with the smallest number go first. Default: it stays. */
  readonly rank?: number;
}

const GAP = 2;

/** The lines of a table, its titles first, none longer than `cells`. */
export function drawTable<Row>(
  rows: readonly Row[],
  columns: readonly LiveColumn<Row>[],
  cells: number,
  paint: Paint,
): string[] {
  const fitted = fit(
    columns.map((column) => ({ column, width: widthOf(column, rows) })),
    cells,
  );
  const line = (cell: (column: LiveColumn<Row>) => string, look: (column: LiveColumn<Row>) => Style) =>
    cutTo(
      fitted
        .map(({ column, width }) => place(cell(column), width, column.align, look(column), paint))
        .join(' '.repeat(GAP))
        .trimEnd(),
      cells,
    );
  return [
    line(
      ({ title }) => title,
      () => 'dim',
    ),
    ...rows.map((row) =>
      line(
        ({ value }) => String(value(row)),
        ({ style }) => style?.(row),
      ),
    ),
  ];
}

type Style = Parameters<Paint>[0] | undefined;

interface Fitted<Row> {
  readonly column: LiveColumn<Row>;
  readonly width: number;
}

function widthOf<Row>(
  { title, value, least = 0, most = Number.POSITIVE_INFINITY }: LiveColumn<Row>,
  rows: readonly Row[],
) {
  const longest = rows.reduce((width, row) => Math.max(width, cellsOf(String(value(row)))), 0);
  return Math.max(cellsOf(title), least, Math.min(most, longest));
}

/** First shortens the columns that may be cut, then leaves out columns, until the rest has room. */
function fit<Row>(columns: readonly Fitted<Row>[], cells: number): readonly Fitted<Row>[] {
  let excess = columns.reduce((sum, { width }) => sum + width + GAP, -GAP) - cells;
  if (excess <= 0) return columns;
  const shortened = columns.map(({ column, width }) => {
    const least = Math.max(cellsOf(column.title), column.least ?? 0);
    const less = column.most === undefined ? 0 : Math.max(0, Math.min(excess, width - least));
    excess -= less;
    return { column, width: width - less };
  });
  const ranks = columns.flatMap(({ column }) => column.rank ?? []);
  if (excess <= 0 || ranks.length === 0) return shortened;
  const first = Math.min(...ranks);
  return fit(
    columns.filter(({ column }) => column.rank !== first),
    cells,
  );
}

function place(text: string, width: number, align: 'left' | 'right' | undefined, style: Style, paint: Paint): string {
  const shown = cutTo(text, width);
  const gap = ' '.repeat(Math.max(0, width - cellsOf(shown)));
  const painted = style === undefined || shown === '' ? shown : paint(style, shown);
  return align === 'right' ? gap + painted : painted + gap;
}
