// All settings of the command line, in one table. Each is a flag, an environment variable and a key of
// longshore.config.*; what a single call alone can mean (`--yes`, `--delay`) is an option of its command instead.
import type { DashboardOptions } from '@longshore/dashboard-api';
import { z } from 'zod';
import { accessTokens, signingSecret } from './access-tokens.js';
import { hideSecrets } from './hide-secrets.js';
import {
  durationOf,
  hook,
  memorySize,
  object,
  redisAddress,
  text,
  texts,
  wholeNumber,
  word,
  yesOrNo,
} from './values.js';

export interface Setting<T = unknown> {
  /** Reads it from text, and from a value of a configuration file. */
  readonly schema: z.ZodType<T>;
  /** In force where nobody says anything; undefined: off. */
  readonly fallback?: string | number | boolean | readonly string[];
  readonly describe: string;
  /** What stands for the value in the help. Without it the flag takes none. */
  readonly placeholder?: string;
  /** What numbers of it count. */
  readonly unit?: 'ms' | 'bytes';
  /** The flag may be given several times. */
  readonly many?: true;
  /** What is shown in its place, where it may hold secrets; undefined is shown as it is. */
  hide?(value: NonNullable<T>): unknown;
  /** Only a configuration file can hold it. */
  readonly fileOnly?: true;
  /** It has no flag: what is typed can be read by whoever lists the processes of the machine. */
  readonly flagless?: true;
  /** It is typed without a flag. */
  readonly positional?: true;
}

const setting = <T>(schema: z.ZodType<T>, rest: Omit<Setting<T>, 'schema'>): Setting<T> => ({ schema, ...rest });
const optional = <T>(schema: z.ZodType<T>, rest: Omit<Setting<T>, 'schema'>): Setting<T | undefined> => ({
  schema: z.union([z.undefined(), schema]) as z.ZodType<T | undefined>,
  ...(rest as Omit<Setting<T | undefined>, 'schema'>),
});

export const SETTINGS = {
  redisUrl: setting(redisAddress, {
    fallback: 'redis://127.0.0.1:6379',
    describe: 'where Redis is: redis://, or rediss:// for TLS',
    placeholder: 'URL',
    hide: hideSecrets,
  }),
  connection: optional(object, {
    describe: 'ioredis options or a client, in place of redisUrl',
    fileOnly: true,
    // A client or its options may hold a password in any of its parts.
    hide: () => '(set)',
  }),
  prefix: setting(text, { fallback: 'longshore', describe: 'what all keys begin with', placeholder: 'TEXT' }),
  logLevel: setting(word('trace', 'debug', 'info', 'warn', 'error', 'silent'), {
    fallback: 'info',
    describe: 'the least severe lines to log: trace, debug, info, warn, error, silent',
    placeholder: 'LEVEL',
  }),
  logFormat: setting(word('auto', 'pretty', 'json'), {
    fallback: 'auto',
    describe: 'pretty for people, json for programs; auto: pretty in a terminal',
    placeholder: 'FORMAT',
  }),
  handlers: setting(texts, { fallback: [], describe: 'modules with job handlers', positional: true }),
  queue: setting(texts, {
    fallback: [],
    describe: 'a queue to work on, as NAME or NAME=WEIGHT; default: all that the modules name',
    placeholder: 'NAME[=WEIGHT]',
    many: true,
  }),
  strict: setting(yesOrNo, { fallback: false, describe: 'empty the queues in the order in which they are given' }),
  concurrency: setting(wholeNumber(1, 100_000), {
    fallback: 10,
    describe: 'handlers that run at once in each process',
    placeholder: 'N',
  }),
  processes: setting(wholeNumber(1, 1000), { fallback: 1, describe: 'worker processes', placeholder: 'N' }),
  lease: setting(durationOf(500), {
    fallback: '15s',
    describe: 'how long a worker is believed alive without a sign of life',
    placeholder: 'DURATION',
    unit: 'ms',
  }),
  shutdownTimeout: setting(durationOf(0), {
    fallback: '25s',
    describe: 'how long running jobs may take to end when a worker stops; then they go back',
    placeholder: 'DURATION',
    unit: 'ms',
  }),
  maxJobs: optional(wholeNumber(1), {
    describe: 'replace a process after so many jobs',
    placeholder: 'N',
  }),
  maxMemory: optional(memorySize, {
    describe: 'replace a process that takes more memory than this',
    placeholder: 'SIZE',
    unit: 'bytes',
  }),
  crashLimit: setting(wholeNumber(1, 1000), {
    fallback: 10,
    describe: 'give up when processes have died so often in a row without having finished a job',
    placeholder: 'N',
  }),
  burst: setting(yesOrNo, { fallback: false, describe: 'end when nothing waits and nothing runs' }),
  watch: setting(yesOrNo, { fallback: false, describe: 'restart when files of the handlers change' }),
  healthPort: optional(wholeNumber(0, 65_535), {
    describe: 'serve /livez, /readyz and /metrics there; 0 takes a free port',
    placeholder: 'PORT',
  }),
  healthHost: setting(text, {
    fallback: '127.0.0.1',
    describe: 'the address to serve them on; 0.0.0.0 for all',
    placeholder: 'HOST',
  }),
  host: setting(text, {
    fallback: '127.0.0.1',
    describe: 'the address to serve the dashboard on; one that others can reach needs tokens',
    placeholder: 'HOST',
  }),
  port: setting(wholeNumber(0, 65_535), {
    fallback: 4567,
    describe: 'the port of the dashboard; 0 takes a free one',
    placeholder: 'PORT',
  }),
  readOnly: setting(yesOrNo, { fallback: false, describe: 'nothing can be changed, whoever asks' }),
  tokens: setting(accessTokens, {
    fallback: [],
    describe: 'who may use the dashboard: ROLE:NAME:TOKEN, parted by commas; roles are read, operate and admin',
    flagless: true,
    hide: (tokens) => tokens.map(({ role, name }) => `${role}:${name}:***`),
  }),
  tokensFile: optional(text, {
    describe: 'a file of tokens: JSON, or a line "ROLE NAME TOKEN" for each',
    placeholder: 'PATH',
  }),
  secret: optional(signingSecret, {
    describe: 'signs sessions and tokens of single jobs; the same for all dashboards behind one address',
    flagless: true,
    hide: () => '(set)',
  }),
  secretFile: optional(text, { describe: 'a file with the secret that signs sessions', placeholder: 'PATH' }),
  allowedHost: setting(texts, {
    fallback: [],
    describe: 'a name by which the dashboard may be called, beside those of this machine for itself; * for any',
    placeholder: 'NAME',
    many: true,
  }),
  corsOrigin: setting(texts, {
    fallback: [],
    describe: 'an origin whose pages may use the dashboard, such as https://ops.example.com',
    placeholder: 'ORIGIN',
    many: true,
  }),
  rateLimit: optional(wholeNumber(0), {
    describe:
      'requests a minute that somebody may send; 0 for any number; default: 30000, and 6000 of those that change something',
    placeholder: 'N',
  }),
  redact: optional(hook<NonNullable<DashboardOptions['redact']>>(), {
    describe: 'replaces values before the dashboard shows them: (value, shown) => value',
    fileOnly: true,
    hide: () => '(set)',
  }),
  authorize: optional(hook<NonNullable<DashboardOptions['authorize']>>(), {
    describe: 'asked before what a role allows: (access) => whether it may be',
    fileOnly: true,
    hide: () => '(set)',
  }),
  publicPath: optional(text, {
    describe: 'what a proxy puts before the paths of the dashboard; default: found out of each request',
    placeholder: 'PATH',
  }),
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export type Settings = { readonly [N in SettingName]: z.output<(typeof SETTINGS)[N]['schema']> };

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** What every command that talks to Redis takes. */
export const COMMON: readonly SettingName[] = ['redisUrl', 'prefix'];

const dashed = (name: string, dash: string): string => name.replace(/[A-Z]/g, (letter) => dash + letter);

/** `redisUrl` is the flag `--redis-url`. */
export const flagOf = (name: SettingName): string => dashed(name, '-').toLowerCase();

/** `redisUrl` is the variable `LONGSHORE_REDIS_URL`. */
export const variableOf = (name: SettingName): string => `LONGSHORE_${dashed(name, '_').toUpperCase()}`;
