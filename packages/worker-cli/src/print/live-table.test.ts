import { expect, test } from 'vitest';
import { drawTable, type LiveColumn } from './live-table.js';
import type { Paint } from './paint.js';

interface Row {
  readonly name: string;
  readonly count: number;
}

const plain: Paint = (_style, text) => text;
const COLUMNS: LiveColumn<Row>[] = [
  { title: 'NAME', value: ({ name }) => name, least: 6, most: 12 },
  { title: 'COUNT', value: ({ count }) => count, align: 'right', least: 7 },
  { title: 'TWICE', value: ({ count }) => count * 2, align: 'right', rank: 2 },
  { title: 'NOTE', value: () => 'odd', rank: 1 },
];
const ROWS = [
  { name: 'mail', count: 5 },
  { name: '画像処理', count: 12_000 },
];
const draw = (rows: Row[], cells: number) => drawTable(rows, COLUMNS, cells, plain);

test('columns stand below each other, also where letters are wide', () => {
  expect(draw(ROWS, 80)).toEqual([
    'NAME        COUNT  TWICE  NOTE',
    'mail            5     10  odd',
    '画像処理    12000  24000  odd',
  ]);
});

test('values do not move what stands beside them as they grow', () => {
  const [head] = draw([{ name: 'a', count: 1 }], 80);
  const [later] = draw([{ name: 'abcdef', count: 9999 }], 80);
  expect(later).toBe(head);
});

test('where room is short names are shortened, then columns are left out, then lines are cut', () => {
  const long = [{ name: 'a-queue-with-a-long-name', count: 7 }];
  expect(draw(long, 80)[1]).toBe('a-queue-wit…        7     14  odd');
  expect(draw(long, 30)[1]).toBe('a-queue…        7     14  odd');
  expect(draw(long, 22)[1]).toBe('a-que…        7     14');
  expect(draw(long, 15)[1]).toBe('a-que…        7');
  expect(draw(long, 10)[1]).toBe('a-que…   …');
  for (let cells = 1; cells < 60; cells++)
    for (const line of draw(ROWS, cells)) expect(line.length).toBeLessThanOrEqual(cells);
});
