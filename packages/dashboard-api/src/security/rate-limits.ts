// How many requests somebody may send: who is known by their name, everybody else by their address. What changes something
// has a smaller number of its own. A stream counts once, when it is opened; probes and the files of the page do not count.
//
// Tokens that are not known count by address, and so do logins. Who shows a good token is not shut out by others behind the
// same address.
import rateLimit from '@fastify/rate-limit';
import { type Duration, durationMs } from '@longshore/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.js';
import type { DashboardSettings } from '../options.js';
import { ProblemError } from '../problems/problem-error.js';

const CHANGES = 6000;
const REST = 30_000;
const REFUSED = 100;
const LOGINS = 10;
const MINUTE: Duration = '1m';

/** @throws {ProblemError} `ERR_RATE_LIMITED`, with `Retry-After` */
type Limiter = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

export interface RateLimits {
  /** Each counts one request of somebody who is known. */
  readonly change: Limiter;
  readonly rest: Limiter;
  /** Counts a request of somebody who is not. */
  readonly refused: Limiter;
  readonly login: Limiter;
}

const unlimited: Limiter = async () => undefined;

export async function addRateLimits(app: App, { rateLimit: given }: DashboardSettings): Promise<RateLimits> {
  if (given === false) return { change: unlimited, rest: unlimited, refused: unlimited, login: unlimited };
  await app.register(rateLimit, { global: false });
  // All tokens of single jobs have one name: who watches by such a one is counted by address.
  const byName = {
    keyGenerator: ({ principal, ip }: FastifyRequest) =>
      principal && principal.expiresAt === undefined ? `name ${principal.name}` : `address ${ip}`,
  };
  const limiter = (max: number, per: Duration, key = {}): Limiter => {
    const count = app.createRateLimit({ max, timeWindow: durationMs(per, 'per'), ...key });
    return async (request, reply) => {
      const found = await count(request);
      if (found.isAllowed || !found.isExceeded) return;
      reply.header('retry-after', found.ttlInSeconds);
      throw new ProblemError('ERR_RATE_LIMITED', 429, `too many requests; ask again in ${found.ttlInSeconds} s`);
    };
  };
  const { max, per = MINUTE } = given ?? {};
  return {
    change: limiter(max ?? CHANGES, per, byName),
    rest: limiter(max ?? REST, per, byName),
    refused: limiter(Math.min(REFUSED, max ?? REFUSED), per),
    login: limiter(Math.min(LOGINS, max ?? LOGINS), per),
  };
}
