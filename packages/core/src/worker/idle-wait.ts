// How an idle lane waits: by a blocked read. Where this lane is the only one and nothing is in hand, the claim rides
// behind the read, so that a job starts one round trip earlier. Otherwise the read only moves the job, and the lane
// claims it: a process that is blocked by a running handler must not hold claims that it cannot start.
import type { LongshoreError } from '../errors.js';
import type { ExchangeInput, ExchangeReply } from '../redis/exchange.js';
import type { BlockReader } from './block-reader.js';
import { processLoad } from './process-load.js';

export interface IdleWaitParts {
  readonly reader: BlockReader;
  readonly leaseMs: number;
  /** The exchange that rides behind a read. */
  readonly input: (wid: string) => ExchangeInput;
  /** A read has ended: with an id, with `''` for "look again", or with undefined for nothing. */
  readonly onMoved: (wid: string, id: string | undefined) => void;
  readonly onReply: (wid: string, reply: ExchangeReply | undefined, sentAt: number) => void;
  readonly onFailed: (wid: string, error: LongshoreError) => void;
}

const LONGEST_BLOCK_MS = 2000;

export class IdleWait {
  readonly #parts: IdleWaitParts;
  #state: 'none' | 'moves' | 'claims' = 'none';

  constructor(parts: IdleWaitParts) {
    this.#parts = parts;
  }

  get isWaiting(): boolean {
    return this.#state !== 'none';
  }

  /** A claim may be on its way that nothing here knows of yet. */
  get mayClaim(): boolean {
    return this.#state === 'claims';
  }

  begin(wid: string): void {
    const timeoutMs = Math.min(LONGEST_BLOCK_MS, this.#parts.leaseMs / 4);
    this.#state = processLoad.isSingle && processLoad.inHand === 0 ? 'claims' : 'moves';
    void (this.#state === 'claims' ? this.#claim(wid, timeoutMs) : this.#move(wid, timeoutMs));
  }

  /** Gives up the read that is under way. */
  interrupt(): void {
    this.#parts.reader.interrupt();
  }

  async #claim(wid: string, timeoutMs: number): Promise<void> {
    const { reader, input, onReply, onFailed } = this.#parts;
    const sentAt = performance.now();
    try {
      const reply = await reader.readAndClaim(input(wid), timeoutMs);
      this.#state = 'none';
      onReply(wid, reply, sentAt);
    } catch (error) {
      this.#state = 'none';
      onFailed(wid, error as LongshoreError);
    }
  }

  async #move(wid: string, timeoutMs: number): Promise<void> {
    const { reader, onMoved, onFailed } = this.#parts;
    try {
      const id = await reader.read(wid, timeoutMs);
      this.#state = 'none';
      onMoved(wid, id);
    } catch (error) {
      this.#state = 'none';
      onFailed(wid, error as LongshoreError);
    }
  }
}
