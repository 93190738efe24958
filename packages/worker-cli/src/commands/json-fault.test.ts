import { describe, expect, it } from 'vitest';
import { jsonFault } from './json-fault.js';

describe('the place where a text stops being JSON', () => {
  it.each([
    ['', 0],
    ['  ', 2],
    ["{'a':1}", 1],
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['{"a":}', 5],
    ['[1 2]', 3],
    ['[1,2', 4],
    ['"ab', 3],
    ['"a\nb"', 2],
    ['"\\x"', 1],
    ['nul', 0],
    ['01', 1],
    ['1.', 1],
    ['{} {}', 3],
    ['{a:1}', 1],
    ['[}', 1],
  ])('of %j is %d', (text, at) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(jsonFault(text)).toBe(at);
  });

  it('agrees with JSON.parse on texts that were damaged anywhere', () => {
    const whole = '{"a":[1,-2.5e+3,true,false,null,"x\\u00e9\\n"],"b":{},"c":[[]], "d" : "" }';
    expect(jsonFault(whole)).toBeUndefined();
    for (let at = 0; at < whole.length; at++) {
      for (const put of ['', '"', ',', '}', '0', ' ', '\\']) {
        const text = whole.slice(0, at) + put + whole.slice(at + 1);
        expect([text, jsonFault(text) === undefined]).toEqual([text, isJson(text)]);
      }
    }
  });

  it('is found behind a million open brackets', () => {
    expect(jsonFault('['.repeat(1_000_000))).toBe(1_000_000);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
