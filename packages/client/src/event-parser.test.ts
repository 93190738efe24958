import { expect, test } from 'vitest';
import { EventParser } from './event-parser.js';

const STREAM = 'retry: 100\n\nid: 1\ndata: {"a":1}\n\n: \n\nid: 2\r\ndata:two\r\ndata:  lines\r\n\r\ndata: last\n';

test('events come out whole, however the text is cut', () => {
  for (let size = 1; size <= STREAM.length; size++) {
    const parser = new EventParser();
    const found: string[] = [];
    for (let at = 0; at < STREAM.length; at += size) found.push(...parser.feed(STREAM.slice(at, at + size)));
    expect(found).toEqual(['{"a":1}', 'two\n lines']);
    expect(parser.feed('\n')).toEqual(['last']);
  }
});
