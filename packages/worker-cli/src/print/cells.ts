// Text in the cells of a terminal: colour codes take none, some letters take two.
import wrapAnsi from 'wrap-ansi';
import { printable } from './text.js';

/** As much of a line as fits into so many cells; what was cut ends in `…`. */
export function cutTo(line: string, cells: number): string {
  const first = beginning(line, cells);
  if (first === line) return line;
  return cells < 2 ? first : `${beginning(line, cells - 1)}…`;
}

/** What somebody called something, of any length and content, in so many cells. */
export function cut(text: string, cells: number): string {
  // What is far behind need not be looked at.
  return cutTo(printable(text.slice(0, cells * 4)), cells);
}

const beginning = (line: string, cells: number): string =>
  wrapAnsi(line, Math.max(1, cells), { hard: true, wordWrap: false, trim: false }).split('\n', 1)[0] as string;

/** Letters that take two cells: of East Asia, and pictures. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60]/u;
/** Marks that stand on the letter before them. */
const MARK = /[\p{M}\u200d]/u;

/** How many cells a text without colour codes takes. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const letter of text) cells += MARK.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  return cells;
}
