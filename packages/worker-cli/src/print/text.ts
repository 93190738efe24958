// How numbers and paths are written for people.

const NUMBERS = new Intl.NumberFormat('en-US');

/** A whole number with its thousands apart. */
export const grouped = (value: number): string => NUMBERS.format(value);

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A size in the unit that gives it one to four digits. */
export function sizeOf(bytes: number): string {
  let unit = 0;
  let value = bytes;
  for (; value >= 1024 && unit < UNITS.length - 1; unit++) value /= 1024;
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

/** A file's name is whatever its maker chose: what would move the cursor or colour the screen is shown as a question mark. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, '?');
}

/** The end of a path says most: what does not fit is cut from its front. */
export function fitPath(path: string, room: number): string {
  const shown = printable(path);
  return shown.length <= room ? shown : `…${shown.slice(shown.length - room + 1)}`;
}

/** `1 job`, `2 jobs`, `2 processes`. */
export const counted = (count: number, noun: string): string =>
  `${grouped(count)} ${noun}${count === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;
