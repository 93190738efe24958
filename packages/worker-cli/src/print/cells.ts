// Text in the cells of a terminal: colour codes take none, some letters take two.
import wrapAnsi from 'wrap-ansi';

/** As much of a line as fits into so many cells; what was cut ends in `…`. */
export function cutTo(line: string, cells: number): string {
  const first = beginning(line, cells);
  if (first === line) return line;
  return cells < 2 ? first : `${beginning(line, cells - 1)}…`;
}

const beginning = (line: string, cells: number): string =>
  wrapAnsi(line, Math.max(1, cells), { hard: true, wordWrap: false, trim: false }).split('\n', 1)[0] as string;
