// Waits for the next job of one queue with a connection of its own: `BLMOVE` from `waiting` into the worker's own pending list.
import { ClosedError } from '../errors.js';
import type { Connection } from '../redis/connection.js';
import { type ExchangeInput, type ExchangeReply, exchange } from '../redis/exchange.js';
import type { QueueKeys } from '../redis/keys.js';

/** How much later than the server's own timeout a reply may come before the socket counts as dead. */
const GRACE_MS = 1000;

export class BlockReader {
  /** Rises with each read that was given up: one that still waits for its connection must not be sent. */
  #given = 0;

  constructor(
    readonly connection: Connection,
    readonly keys: QueueKeys,
  ) {}

  /**
   * The id that was moved, `''` for "look again", or undefined when nothing came within `timeoutMs`.
   * A rejected read may still have moved a job, or move one yet: reconciling finds it.
   */
  async read(wid: string, timeoutMs: number): Promise<string | undefined> {
    const seconds = Math.max(0.01, timeoutMs / 1000);
    const given = this.#given;
    const send = this.connection.command(async (client) => {
      if (given !== this.#given) throw new ClosedError('the blocked read');
      return client.blmove(this.keys.waiting, this.keys.pending(wid), 'RIGHT', 'LEFT', seconds);
    }, timeoutMs + GRACE_MS);
    return ((await send) as string | null) ?? undefined;
  }

  /**
   * Reads, and in the same breath claims what was moved: the exchange waits behind the read on this connection, and Redis runs it the
   * moment the read ends. So an idle worker has its job one round trip earlier. Undefined when the worker is fenced.
   * A rejected call may have claimed: reconciling finds it.
   */
  async readAndClaim(input: ExchangeInput, timeoutMs: number): Promise<ExchangeReply | undefined> {
    const read = this.read(input.wid, timeoutMs);
    const claimed = exchange.run(this.connection, this.keys, input, timeoutMs + GRACE_MS);
    // Whatever goes wrong with either goes wrong for both.
    const [, reply] = await Promise.all([read, claimed]);
    return reply;
  }

  /** Gives up the read that is under way. What it moves in this moment falls into the pending list. */
  interrupt(): void {
    this.#given++;
    this.connection.drop();
  }
}
