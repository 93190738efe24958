// Tokens that let a page watch one job and nothing else. They are stateless: what a token is for stands in its signature, and whoever
// has the secret can make one without asking anybody. The route of a job's progress takes them, and no other.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Duration, durationMs } from '@longshore/core';
import type { FastifyRequest } from 'fastify';
import { checkSecret } from '../options.js';
import { UnauthenticatedError } from '../problems/problem-error.js';
import type { Principal } from './principal.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route shows the progress of the job that its path names as `queue` and `id`. */
    takesProgressToken?: true;
  }
}

export interface ProgressTokenOptions {
  /** The API's `secret`. */
  secret: string;
  queue: string;
  /** The job. */
  id: string;
  /** How long it is good for, by the clock of this machine. Default `'1h'`. */
  expiresIn?: Duration;
}

const PREFIX = 'progress.';
const SHAPE = /^progress\.([0-9a-z]{1,11})\.([\w-]{43})$/;

/**
 * Makes a token with which a page can watch the progress of one job: sent as a bearer token, or as `?token=` of the job's progress. Asks
 * nobody; whether there is such a job shows when it is watched.
 *
 * @throws {InvalidOptionError} naming the field
 * @example const token = createProgressToken({ secret, queue: 'video', id: job.id, expiresIn: '2h' });
 */
export function createProgressToken({ secret, queue, id, expiresIn = '1h' }: ProgressTokenOptions): string {
  checkSecret(secret, 'options.secret');
  const expiresAt = Date.now() + durationMs(expiresIn, 'options.expiresIn');
  return `${PREFIX}${expiresAt.toString(36)}.${sign(secret, queue, id, expiresAt).toString('base64url')}`;
}

/** When a token says that it ends; whether that is so shows its signature. */
export const expiryOf = (token: string): number => Number.parseInt(SHAPE.exec(token)?.[1] ?? '', 36);

/** When a token ends that is good for this job now; undefined when it is not. */
export function readProgressToken(secret: string, token: string, queue: string, id: string): number | undefined {
  const signature = SHAPE.exec(token)?.[2] ?? '';
  const expiresAt = expiryOf(token);
  const sent = Buffer.from(signature, 'base64url');
  const right = sign(secret, queue, id, expiresAt);
  const isRight = sent.length === right.length && timingSafeEqual(sent, right);
  return isRight && expiresAt > Date.now() ? expiresAt : undefined;
}

/** The token that a request for a job's progress carries; undefined for all other requests and tokens. */
export function progressTokenOf({ routeOptions, query, headers }: FastifyRequest): string | undefined {
  if (routeOptions.config.takesProgressToken !== true) return undefined;
  const { token } = query as { token?: unknown };
  if (token !== undefined) return String(token);
  const bearer = /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return bearer?.startsWith(PREFIX) ? bearer : undefined;
}

/**
 * Whoever has the token of the job that is asked for.
 *
 * @throws {UnauthenticatedError} when the token is for something else, or has ended
 */
export function holderOf(token: string, secret: string, { params }: FastifyRequest): Principal {
  const { queue = '', id = '' } = params as { queue?: string; id?: string };
  const expiresAt = readProgressToken(secret, token, queue, id);
  if (expiresAt === undefined) throw new UnauthenticatedError('this token is not for this job, or it has ended');
  return { name: 'progress token', role: 'read', expiresAt };
}

/** By a key of its own, so that no signature made for another purpose with the same secret is one of these. */
function sign(secret: string, queue: string, id: string, expiresAt: number): Buffer {
  const key = createHmac('sha256', secret).update('longshore progress token').digest();
  return createHmac('sha256', key)
    .update(JSON.stringify([queue, id, expiresAt]))
    .digest();
}
