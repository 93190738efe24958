import type { Paint } from './paint.js';

/** A bar of `length` cells of which `share`, from 0 to 1, is filled; half a cell is the finest step. */
export function drawBar(share: number, length: number, paint: Paint, style: Parameters<Paint>[0] = 'green'): string {
  const halves = Math.floor(Math.min(1, Math.max(0, share)) * length * 2);
  const full = Math.floor(halves / 2);
  const done = '━'.repeat(full) + (halves % 2 === 1 ? '╸' : '');
  return paint(style, done) + paint('dim', '─'.repeat(length - done.length));
}
