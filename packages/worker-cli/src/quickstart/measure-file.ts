// The work of the quickstart: what can be said of a file by reading it once.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** What a file holds. Lines and words are counted in bytes, so that any file has some. */
export interface Measure {
  readonly sha256: string;
  readonly bytes: number;
  /** Line ends, and one more where the last line has none. */
  readonly lines: number;
  /** Runs of bytes that are no white space. */
  readonly words: number;
}

const NEWLINE = 10;
const SPACE = 32;

/** Reads a file from end to end, in constant memory; `null` when it is not there. */
export async function measureFile(path: string, signal?: AbortSignal): Promise<Measure | null> {
  const hash = createHash('sha256');
  const counter = new Counter();
  try {
    for await (const chunk of createReadStream(path, signal ? { signal } : {})) {
      hash.update(chunk as Buffer);
      counter.add(chunk as Buffer);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { sha256: hash.digest('hex'), ...counter.counts() };
}

class Counter {
  #bytes = 0;
  #newlines = 0;
  #words = 0;
  #last = NEWLINE;
  #isInWord = false;

  add(chunk: Buffer): void {
    for (const byte of chunk) {
      if (byte === NEWLINE) this.#newlines++;
      // Tab to carriage return, and the space.
      const isSpace = byte === SPACE || (byte >= 9 && byte <= 13);
      if (!isSpace && !this.#isInWord) this.#words++;
      this.#isInWord = !isSpace;
    }
    this.#bytes += chunk.length;
    this.#last = chunk.at(-1) ?? this.#last;
  }

  counts(): Omit<Measure, 'sha256'> {
    return { bytes: this.#bytes, lines: this.#newlines + (this.#last === NEWLINE ? 0 : 1), words: this.#words };
  }
}
