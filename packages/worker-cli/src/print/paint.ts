import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';

/** A style by name, and the text that gets it. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** Paints where the stream shows colours; NO_COLOR, FORCE_COLOR and dumb terminals are heeded. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  // What is not a terminal is a file or a pipe, and has no such method.
  const hasColors = (stream as Partial<WriteStream>).hasColors?.() === true;
  return hasColors ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;
}
