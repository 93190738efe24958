// Finds out who asks: by a token, by what the program around the API knows, or, where nothing of this was set up, by asking
// from this machine.
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { DashboardSettings } from '../options.js';
import { ForbiddenError, UnauthenticatedError } from '../problems/problem-error.js';
import type { Principal } from './principal.js';
import { holderOf, progressTokenOf } from './progress-token.js';
import { TokenBook } from './token-book.js';

/** Somebody, and how they are known. Only a bearer token is never sent by a browser on its own. */
export interface Authenticated {
  readonly principal: Principal;
  readonly means: 'bearer' | 'hook' | 'local';
}

const LOCAL: Authenticated = { principal: { name: 'local', role: 'admin' }, means: 'local' };

/** @throws {UnauthenticatedError} {@link ForbiddenError} in what it returns */
export function makeAuthenticate(settings: DashboardSettings): (request: FastifyRequest) => Promise<Authenticated> {
  const authenticate = makeAuthenticateAny(settings);
  return async (request) => {
    const token = progressTokenOf(request);
    if (token === undefined) return authenticate(request);
    return { principal: holderOf(token, settings.secret, request), means: 'bearer' };
  };
}

function makeAuthenticateAny(settings: DashboardSettings): (request: FastifyRequest) => Promise<Authenticated> {
  const { tokens, authenticate } = settings;
  if (tokens.length === 0 && !authenticate) return async (request) => localOnly(request);
  const book = new TokenBook(tokens);
  return async (request) => {
    const token = bearerOf(request);
    if (token !== undefined) {
      const principal = book.find(token);
      if (principal) return { principal, means: 'bearer' };
      throw new UnauthenticatedError('this token is not known');
    }
    const principal = await authenticate?.(request.raw);
    if (principal) return { principal, means: 'hook' };
    throw new UnauthenticatedError();
  };
}

/** The token of `Authorization: Bearer …`. */
function bearerOf({ headers: { authorization } }: FastifyRequest): string | undefined {
  return authorization === undefined ? undefined : /^bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1];
}

/** Nobody has to show who they are: then only this machine is answered, wherever the API is mounted. */
function localOnly({ raw }: FastifyRequest): Authenticated {
  const address = raw.socket.remoteAddress;
  if (address !== undefined && isLoopback(address)) return LOCAL;
  throw new ForbiddenError(
    'without the option tokens or authenticate, this API answers its own machine alone',
    'ERR_AUTH_NOT_SET_UP',
  );
}

/** 127.0.0.0/8 and ::1, also as IPv4 in IPv6. */
export function isLoopback(address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return isIP(plain) === 4 ? plain.startsWith('127.') : plain === '::1';
}
