import { expect, it } from 'vitest';
import { cut } from './cells.js';

it.each([
  ['mail', 6, 'mail'],
  ['mailing', 7, 'mailing'],
  ['mailings', 7, 'mailin…'],
  ['画像処理', 8, '画像処理'],
  ['画像処理', 7, '画像処…'],
  ['a\u001b[2Jb\nc', 10, 'a?[2Jb?c'],
  ['x'.repeat(2_000_000), 5, 'xxxx…'],
  ['', 5, ''],
])('%j in %d cells is %j', (text, cells, shown) => {
  expect(cut(text, cells)).toBe(shown);
});
