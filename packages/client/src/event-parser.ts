// Server-sent events out of a stream of text, as far as the API uses them: data and nothing else.

export class EventParser {
  #text = '';

  /** The data of each event that has come in whole; comments and hints are none. */
  feed(chunk: string): string[] {
    const blocks = (this.#text + chunk).replaceAll('\r\n', '\n').split('\n\n');
    this.#text = blocks.pop() as string;
    return blocks.map(dataOf).filter((data) => data !== '');
  }
}

function dataOf(block: string): string {
  const lines = block.split('\n').filter((line) => line.startsWith('data:'));
  return lines.map((line) => line.slice(line[5] === ' ' ? 6 : 5)).join('\n');
}
