// Texts that only this API can have made. Each purpose has a key of its own: what was signed for one is worth nothing for
// another.
import { createHmac, timingSafeEqual } from 'node:crypto';

const SIGNED = /^([\w.-]{1,500})~([\w-]{43})$/;

export class Signer {
  readonly #key: Buffer;

  constructor(secret: string, purpose: string) {
    this.#key = createHmac('sha256', secret).update(`longshore ${purpose}`).digest();
  }

  /** @param text of letters, digits, `_`, `.` and `-`, at most 500 of them */
  sign(text: string): string {
    return `${text}~${this.#mac(text).toString('base64url')}`;
  }

  /** The text, if it was signed here and for this; else undefined. */
  read(signed: string): string | undefined {
    const [, text, mac] = SIGNED.exec(signed) ?? [];
    if (text === undefined || mac === undefined) return undefined;
    const sent = Buffer.from(mac, 'base64url');
    const right = this.#mac(text);
    return sent.length === right.length && timingSafeEqual(sent, right) ? text : undefined;
  }

  #mac(text: string): Buffer {
    return createHmac('sha256', this.#key).update(text).digest();
  }
}
