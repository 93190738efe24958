// The end of a client that was dropped: the server has then done all that it had sent, and closed its side.
import type { Client } from './target.js';

export class ClientEnd {
  readonly #ended: Promise<void>;

  /** To be made before the client is disconnected. */
  constructor(client: Client) {
    this.#ended = new Promise((resolve) => {
      if (client.status === 'end') resolve();
      else client.once('end', resolve);
    });
  }

  /** Resolves at the end, or after `withinMs`: the other side of a half-open connection closes nothing. */
  async within(withinMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, withinMs);
    });
    await Promise.race([this.#ended, late]);
    clearTimeout(timer);
  }
}
