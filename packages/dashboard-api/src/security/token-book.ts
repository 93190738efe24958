// Knows tokens by their hashes. Every one is compared, in the same time whatever was sent: a hash has one length, and
// nothing ends early.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { AccessToken } from '../options.js';
import type { Principal } from './principal.js';

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

export class TokenBook {
  readonly #entries: readonly { readonly hash: Buffer; readonly principal: Principal }[];

  constructor(tokens: readonly AccessToken[]) {
    this.#entries = tokens.map(({ token, name, role }) => ({ hash: hash(token), principal: { name, role } }));
  }

  find(token: string): Principal | undefined {
    const sent = hash(token);
    let found: Principal | undefined;
    for (const entry of this.#entries) if (timingSafeEqual(entry.hash, sent)) found = entry.principal;
    return found;
  }
}
