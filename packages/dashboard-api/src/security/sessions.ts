// Sessions of the page: a cookie that says which token it was opened with and when it ends, signed. Nothing is kept here, so
// that it holds for all processes with the same secret, and anybody may open as many as they like. It ends with its time,
// with its token, or with the secret.
import { Signer } from './signer.js';
import type { KnownToken, TokenBook } from './token-book.js';

const COOKIE = 'longshore_session';
const LIFE_MS = 12 * 60 * 60_000;

/** Where a cookie is to be sent. */
export interface CookieScope {
  /** The path under which the API is mounted, as browsers see it. */
  readonly path: string;
  /** Whether it came by https: then it never goes out without. */
  readonly secure: boolean;
}

export class Sessions {
  readonly #book: TokenBook;
  readonly #signer: Signer;

  constructor(book: TokenBook, secret: string) {
    this.#book = book;
    this.#signer = new Signer(secret, 'session');
  }

  /** The `Set-Cookie` of a new session of this token. */
  open({ id }: KnownToken, scope: CookieScope, now = Date.now()): string {
    return cookie(this.#signer.sign(`${id}.${now + LIFE_MS}`), LIFE_MS / 1000, scope);
  }

  /** The `Set-Cookie` by which the browser forgets the session. */
  end(scope: CookieScope): string {
    return cookie('', 0, scope);
  }

  /** The token of the session that came along; undefined when there is none, or none that still holds. */
  find(header: string | undefined, now = Date.now()): KnownToken | undefined {
    const text = this.#signer.read(cookieOf(header ?? ''));
    if (text === undefined) return undefined;
    const [id = '', endsAt] = text.split('.');
    return now < Number(endsAt) ? this.#book.byId(id) : undefined;
  }
}

/** Only letters that no cookie has to encode stand in it. A path that would end the attribute is no path of ours. */
function cookie(value: string, maxAgeS: number, { path, secure }: CookieScope): string {
  const where = /^\/[\w./%~-]*$/.test(path) ? path : '/';
  return `${COOKIE}=${value}; Path=${where}; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

/** Exactly this name. Where it stands twice the first counts, which is the one of the longest path. */
function cookieOf(header: string): string {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === COOKIE) return pair.slice(at + 1).trim();
  }
  return '';
}
