// Finds out who asks: by a token, by the cookie of a session, by what the program around the API knows, or, where nothing of
// this was set up, by asking from this machine.
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { DashboardSettings } from '../options.js';
import { ForbiddenError, UnauthenticatedError } from '../problems/problem-error.js';
import type { Principal } from './principal.js';
import { holderOf, progressTokenOf } from './progress-token.js';
import { Sessions } from './sessions.js';
import { type KnownToken, TokenBook } from './token-book.js';

/** Somebody, and how they are known. Only a bearer token is never sent by a browser on its own. */
export interface Authenticated {
  readonly principal: Principal;
  readonly means: 'bearer' | 'session' | 'hook' | 'local';
}

const LOCAL: Authenticated = { principal: { name: 'local', role: 'admin' }, means: 'local' };

export class Authenticator {
  readonly sessions: Sessions;
  readonly #book: TokenBook;
  readonly #hook: DashboardSettings['authenticate'];
  readonly #secret: string;
  /** Nobody has to show who they are. */
  readonly #isOpen: boolean;

  constructor({ tokens, authenticate, secret }: DashboardSettings) {
    this.#book = new TokenBook(tokens);
    this.#hook = authenticate;
    this.#secret = secret;
    this.#isOpen = tokens.length === 0 && !authenticate;
    this.sessions = new Sessions(this.#book, secret);
  }

  /** @throws {UnauthenticatedError} {@link ForbiddenError} */
  async whoAsks(request: FastifyRequest): Promise<Authenticated> {
    const ofOneJob = progressTokenOf(request);
    if (ofOneJob !== undefined) return { principal: holderOf(ofOneJob, this.#secret, request), means: 'bearer' };
    if (this.#isOpen) return localOnly(request);
    const token = bearerOf(request);
    if (token !== undefined) return { principal: this.mustKnow(token).principal, means: 'bearer' };
    const session = this.sessions.find(request.headers.cookie);
    if (session) return { principal: session.principal, means: 'session' };
    const principal = await this.#hook?.(request.raw);
    if (principal) return { principal, means: 'hook' };
    throw new UnauthenticatedError();
  }

  /** @throws {UnauthenticatedError} */
  mustKnow(token: string): KnownToken {
    const known = this.#book.find(token);
    if (known) return known;
    throw new UnauthenticatedError('this token is not known');
  }
}

/** The token of `Authorization: Bearer …`. Any other scheme is the business of the program around the API. */
function bearerOf({ headers: { authorization } }: FastifyRequest): string | undefined {
  return authorization === undefined ? undefined : /^bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1];
}

/** What proxies add, and nobody else. */
const PASSED_ON = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Nobody has to show who they are: then only this machine is answered, wherever the API is mounted. A proxy on this machine
 * asks for somebody else.
 */
function localOnly({ raw }: FastifyRequest): Authenticated {
  const address = raw.socket.remoteAddress;
  const isPassedOn = PASSED_ON.some((name) => raw.headers[name] !== undefined);
  if (address !== undefined && isLoopback(address) && !isPassedOn) return LOCAL;
  throw new ForbiddenError(
    'without the option tokens or authenticate, this API answers its own machine alone, and no proxy',
    'ERR_AUTH_NOT_SET_UP',
  );
}

/** 127.0.0.0/8 and ::1, also as IPv4 in IPv6. */
export function isLoopback(address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return isIP(plain) === 4 ? plain.startsWith('127.') : plain === '::1';
}
