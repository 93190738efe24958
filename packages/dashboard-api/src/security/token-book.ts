// Knows tokens by their hashes. Every one is compared, in the same time whatever was sent: a hash has one length, and
// nothing ends early.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { AccessToken } from '../options.js';
import type { Principal } from './principal.js';

const hash = (text: string | Buffer): Buffer => createHash('sha256').update(text).digest();

/** A token that is known. */
export interface KnownToken {
  readonly principal: Principal;
  /** Tells this token from others, and nothing about it. */
  readonly id: string;
}

export class TokenBook {
  readonly #entries: readonly (KnownToken & { readonly hash: Buffer })[];

  constructor(tokens: readonly AccessToken[]) {
    this.#entries = tokens.map(({ token, name, role }) => {
      const hashed = hash(token);
      return { hash: hashed, id: hash(hashed).toString('base64url'), principal: { name, role } };
    });
  }

  find(token: string): KnownToken | undefined {
    const sent = hash(token);
    let found: KnownToken | undefined;
    for (const entry of this.#entries) if (timingSafeEqual(entry.hash, sent)) found = entry;
    return found;
  }

  /** The token of this id, as long as it is in the book. */
  byId(id: string): KnownToken | undefined {
    return this.#entries.find((entry) => entry.id === id);
  }
}
