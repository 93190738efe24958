// What the API can be told, and the checks of it: once, before anything opens.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  type ConnectionOption,
  type Duration,
  durationMs,
  InvalidOptionError,
  type QueueDefinition,
} from '@longshore/core';
import type { FastifyBaseLogger } from 'fastify';
import type { Registry } from 'prom-client';
import type { Principal } from './security/principal.js';
import { type Action, ROLES, type Role } from './security/roles.js';

/** Somebody who may use the API, known by a secret text. */
export interface AccessToken {
  /** At least 16 characters. */
  readonly token: string;
  readonly role: Role;
  /** What the log of operations calls its owner. */
  readonly name: string;
}

/** What is about to happen, for the `authorize` hook. */
export interface Access {
  readonly action: Action;
  readonly principal: Principal;
  /** The queue that it concerns; absent where it is about none. */
  readonly queue?: string;
  /** The job, schedule, process, board or channel that it concerns. */
  readonly target?: string;
}

/** Where a value comes from that is about to be shown, for the `redact` hook. */
export interface Shown {
  readonly kind: 'data' | 'result' | 'progress' | 'checkpoint' | 'log' | 'error' | 'board' | 'message';
  readonly queue?: string;
  /** The name of the job, or of the board or channel. */
  readonly name?: string;
}

export interface DashboardOptions {
  /** Where Redis is: a URL, ioredis options, or an ioredis client whose settings are used. */
  connection: ConnectionOption;
  /** What all keys begin with. Default `'longshore'`. */
  prefix?: string;
  /** The only queues that can be seen; a definition brings its schemas and its codec. Default: all that there are. */
  queues?: readonly (string | QueueDefinition)[];
  /** How long a call to Redis may take, at least 50 ms. Default `'2s'`. While Redis is down only the first requests wait for it. */
  deadline?: Duration;
  /** Who may use the API. With none, and without `authenticate`, only this machine may, with the role `admin`. */
  tokens?: readonly AccessToken[];
  /**
   * Signs the cookies of sessions and the tokens of single jobs; at least 32 characters. Default: a new one at each start, so that they end
   * with the process. Several API processes behind one address need the same.
   */
  secret?: string;
  /** Knows people by other means, such as the session of the program around it; undefined: not by this. Tokens are looked at first. */
  authenticate?: (request: IncomingMessage) => Principal | undefined | Promise<Principal | undefined>;
  /** Asked before each action that the role allows; false refuses it. Default: the role decides. */
  authorize?: (access: Access) => boolean | Promise<boolean>;
  /** Nothing can be changed, whoever asks. Default false. */
  readOnly?: boolean;
  /** Names by which the API may be called, as in the Host header, without port. Default: those of this machine for itself. `'*'` allows all. */
  allowedHosts?: readonly string[];
  /** Origins of pages elsewhere that may use the API, such as `'https://ops.example.com'`, with a token. To the letter. Default none. */
  corsOrigins?: readonly string[];
  /**
   * How many requests somebody may send in a period: who is known by their name, others by their address. Default 6,000 in `'1m'` for what
   * changes something, 30,000 for the rest; false: no limit.
   */
  rateLimit?: { max: number; per: Duration } | false;
  /** How many may watch at the same time: long-polls that wait and streams of events. Who comes on top is refused with 503. Default 10,000. */
  maxWatchers?: number;
  /** Replaces values before they are shown. Must not throw; where it does, the value is left out. Default: they are shown as they are. */
  redact?: (value: unknown, shown: Shown) => unknown;
  /** What is put before the paths that clients are sent to. Default: found out of each request. */
  publicPath?: string;
  /**
   * Addresses of proxies that are believed what they say of a request: `X-Forwarded-Proto` and `X-Forwarded-For`. Names such as `'loopback'`
   * and networks such as `'10.0.0.0/8'` will do. Default none. As a Fastify plugin: its server decides, by its own `trustProxy`.
   */
  trustProxy?: readonly string[];
  /** Metrics of this registry are part of `/metrics`. Default none. */
  registry?: Registry;
  /** Default: pino at `info`, JSON lines on standard error. As a Fastify plugin: the logger of its server. */
  logger?: FastifyBaseLogger;
}

/** The options as they were checked. */
export interface DashboardSettings
  extends Omit<DashboardOptions, 'prefix' | 'deadline' | 'tokens' | 'readOnly' | 'maxWatchers' | 'secret'> {
  readonly prefix: string;
  readonly deadlineMs: number;
  readonly tokens: readonly AccessToken[];
  readonly readOnly: boolean;
  readonly maxWatchers: number;
  readonly secret: string;
}

type Check = (value: unknown, field: string) => void;

const fail = (field: string, problem: string): never => {
  throw new InvalidOptionError(field, problem);
};
const kind =
  (wanted: 'string' | 'function' | 'object' | 'boolean'): Check =>
  (value, field) => {
    if (typeof value !== wanted || value === null) fail(field, `expected a ${wanted}`);
  };
const listOf =
  (each: Check): Check =>
  (value, field) => {
    if (!Array.isArray(value)) return fail(field, 'expected an array');
    for (const [i, one] of value.entries()) each(one, `${field}[${i}]`);
  };

const checkToken: Check = (value, field) => {
  kind('object')(value, field);
  const { token, role, name } = value as Partial<AccessToken>;
  if (typeof token !== 'string' || token.length < 16)
    fail(`${field}.token`, 'expected a text of at least 16 characters');
  if (!ROLES.includes(role as Role)) fail(`${field}.role`, `expected one of ${ROLES.join(', ')}`);
  if (typeof name !== 'string' || name === '') fail(`${field}.name`, 'expected the name of its owner');
};

export const checkSecret: Check = (value, field) => {
  if (typeof value !== 'string' || value.length < 32) fail(field, 'expected a text of at least 32 characters');
};

/** `'*'` is none: who reads with cookies of others would read everything. */
const checkOrigin: Check = (value, field) => {
  kind('string')(value, field);
  if (
    !/^https?:\/\/./.test(value as string) ||
    !URL.canParse(value as string) ||
    new URL(value as string).origin !== value
  )
    fail(field, "expected an origin like 'https://ops.example.com', without a path");
};

const checkRate: Check = (value, field) => {
  if (value === false) return;
  kind('object')(value, field);
  const { max, per } = value as { max?: unknown; per?: unknown };
  if (!Number.isSafeInteger(max) || (max as number) < 1) fail(`${field}.max`, 'expected a whole number of at least 1');
  durationMs(per as Duration, `${field}.per`);
};

const checkMost: Check = (value, field) => {
  if (!Number.isSafeInteger(value) || (value as number) < 1) fail(field, 'expected a whole number of at least 1');
};

const checkQueue: Check = (value, field) => {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null))
    fail(field, 'expected a name or a definition');
};

const CHECKS: Readonly<Record<keyof DashboardOptions, Check>> = {
  connection: () => undefined,
  prefix: kind('string'),
  queues: listOf(checkQueue),
  deadline: (value, field) => {
    if (durationMs(value as Duration, field) < 50) fail(field, 'expected at least 50 ms');
  },
  tokens: listOf(checkToken),
  secret: checkSecret,
  authenticate: kind('function'),
  authorize: kind('function'),
  readOnly: kind('boolean'),
  allowedHosts: listOf(kind('string')),
  corsOrigins: listOf(checkOrigin),
  trustProxy: listOf(kind('string')),
  rateLimit: checkRate,
  maxWatchers: checkMost,
  redact: kind('function'),
  publicPath: kind('string'),
  registry: kind('object'),
  logger: kind('object'),
};

/** @throws {InvalidOptionError} naming the field */
export function readDashboardOptions(options: DashboardOptions): DashboardSettings {
  kind('object')(options, 'options');
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof DashboardOptions] : undefined;
    if (!check) return fail(`options.${name}`, 'there is no such option');
    if (value !== undefined) check(value, `options.${name}`);
  }
  if (options.connection === undefined)
    fail('options.connection', "expected a URL like 'redis://127.0.0.1:6379', or ioredis options");
  const {
    prefix = 'longshore',
    deadline = '2s',
    tokens = [],
    readOnly = false,
    maxWatchers = 10_000,
    secret = randomBytes(32).toString('base64url'),
    ...rest
  } = options;
  const deadlineMs = durationMs(deadline, 'options.deadline');
  return { ...rest, prefix, deadlineMs, tokens, readOnly, maxWatchers, secret };
}
