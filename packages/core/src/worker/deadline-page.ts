// Memory that both threads see: until when each of some runs must have ended, and which job each is. The reader needs nothing of the
// writer but this: it reads while the writer's event loop stands still.

/** A run that must have ended. */
export interface OverdueRun {
  readonly queue: string;
  readonly id: string;
  readonly overdueMs: number;
}

const PLACES = 64;
/** For the name of a queue, a space, a job's id and a zero, in UTF-8; what is longer is cut. No name and no id has a space. */
const TEXT_BYTES = 312;
const encoder = new TextEncoder();

export class DeadlinePage {
  static readonly PLACES = PLACES;
  /** ms of `SharedState.now()`; 0: nothing runs in that place. */
  readonly #deadlines: BigInt64Array;
  readonly #texts: Uint8Array;

  constructor(readonly memory = new SharedArrayBuffer(PLACES * (8 + TEXT_BYTES))) {
    this.#deadlines = new BigInt64Array(memory, 0, PLACES);
    this.#texts = new Uint8Array(memory, PLACES * 8);
  }

  /** Says which run is in a place; before its first deadline. */
  name(place: number, queue: string, id: string): void {
    const bytes = encoder.encode(`${queue} ${id}\0`).subarray(0, TEXT_BYTES);
    this.#texts.set(bytes, place * TEXT_BYTES);
  }

  set(place: number, deadline: number): void {
    Atomics.store(this.#deadlines, place, BigInt(Math.ceil(deadline)));
  }

  clear(place: number): void {
    Atomics.store(this.#deadlines, place, 0n);
  }

  /** The run that is overdue for longest; undefined when none is. */
  findOverdue(now: number): OverdueRun | undefined {
    let earliest = now;
    let found = -1;
    for (let place = 0; place < PLACES; place++) {
      const deadline = Number(Atomics.load(this.#deadlines, place));
      if (deadline === 0 || deadline >= earliest) continue;
      earliest = deadline;
      found = place;
    }
    if (found === -1) return undefined;
    const bytes = this.#texts.slice(found * TEXT_BYTES, (found + 1) * TEXT_BYTES);
    const [queue = '', id = ''] = new TextDecoder().decode(bytes).replace(/\0.*$/su, '').split(' ');
    return { queue, id, overdueMs: now - earliest };
  }
}
