import { randomBytes } from 'node:crypto';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A random text of letters and digits; 10 of them are 59 bits: among a million of such texts a clash has a chance of 1 in 10^6. */
export function randomId(length = 10): string {
  let id = '';
  // Bytes of 248 and above would favour the first letters.
  while (id.length < length)
    for (const byte of randomBytes(length)) if (byte < 248 && id.length < length) id += LETTERS[byte % 62];
  return id;
}

const PROCESS = randomId();
let counter = 0;

/** A job id made by the client, so that a call that is sent again names the same job: a random part per process, and a counter. */
export const nextJobId = (): string => PROCESS + (counter++).toString(36);
