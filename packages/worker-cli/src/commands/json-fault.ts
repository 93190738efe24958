// Where a text stops being JSON. The engine's own words name a place only in some cases, and differ from version to version.

const SPACE = /[ \t\n\r]*/y;
// From the space on, without the quote and the backslash: no control characters.
const STRING = /"(?:[ !#-[\]-\uffff]+|\\["\\/bfnrt]|\\u[\da-fA-F]{4})*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** What may come next: a value; a key or the end of an object; a key; a colon; a comma or an end. */
type Expected = 'value' | 'value or ]' | 'key or }' | 'key' | ':' | 'more';

class Scan {
  at = 0;
  readonly #open: string[] = [];
  #expected: Expected = 'value';

  constructor(readonly text: string) {}

  /** Goes on until something does not fit; false when the whole text was JSON. */
  run(): boolean {
    for (;;) {
      this.#skip(SPACE);
      if (this.#expected === 'more' && this.#open.length === 0) return this.at < this.text.length;
      if (!this.#step(this.text[this.at])) return true;
    }
  }

  #step(next: string | undefined): boolean {
    switch (this.#expected) {
      case ':':
        return next === ':' && this.#take('value');
      case 'more':
        if (next === this.#open.at(-1)) return this.#close();
        return next === ',' && this.#take(this.#open.at(-1) === '}' ? 'key' : 'value');
      case 'key or }':
        return next === '}' ? this.#close() : this.#string(':');
      case 'key':
        return this.#string(':');
      case 'value or ]':
        return next === ']' ? this.#close() : this.#value(next);
      case 'value':
        return this.#value(next);
    }
  }

  #value(next: string | undefined): boolean {
    if (next === '{' || next === '[') {
      this.#open.push(next === '{' ? '}' : ']');
      return this.#take(next === '{' ? 'key or }' : 'value or ]');
    }
    if (next === '"') return this.#string('more');
    const before = this.at;
    if (!this.#skip(WORD)) this.#skip(NUMBER);
    this.#expected = 'more';
    return this.at > before;
  }

  #string(then: Expected): boolean {
    if (!this.#skip(STRING) || this.text[this.at] !== '"') return false;
    return this.#take(then);
  }

  #close(): boolean {
    this.#open.pop();
    return this.#take('more');
  }

  #take(then: Expected): true {
    this.at++;
    this.#expected = then;
    return true;
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.test(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }
}

/** The index of the first character with which a text cannot be JSON any more, its length when it ends too early; undefined when it is JSON. */
export function jsonFault(text: string): number | undefined {
  const scan = new Scan(text);
  return scan.run() ? scan.at : undefined;
}
