// Turns what ioredis rejects with into the coded errors of the catalogue. Messages never carry a URL or a password.
import {
  LongshoreError,
  RedisAuthError,
  RedisMemoryError,
  RedisPermissionError,
  RedisReplyError,
  RedisUnavailableError,
  RedisWrongTypeError,
} from '../errors.js';

/** Replies that say "not now" or "not here": the connection is dropped and the next one finds its way. */
const PASSING = /^(READONLY|LOADING|MASTERDOWN|UNBLOCKED|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|NOREPLICAS|BUSY)\b/;
const AUTH = /^(NOAUTH|WRONGPASS)\b|invalid (username-)?password|AUTH failed|without any password configured/i;
/** The second is what Redis 7 says of a command inside a script. */
const FORBIDDEN = /^NOPERM\b|The user executing the script can't/;
const LOST =
  /Connection is closed|Stream isn't writeable|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|sentinels? are unreachable|None of startup nodes|slots? cache|Socket|socket/i;

export function toLongshoreError(error: unknown): LongshoreError {
  if (error instanceof LongshoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  // A script's error is prefixed by Redis 6; what matters is the code word that follows.
  const text = message.replace(/^ERR Error running script.*?: (?:@\S+: )?(?:\d+: )?-?/, '');
  if (PASSING.test(text)) return new RedisUnavailableError(`Redis cannot serve this now: ${text.slice(0, 120)}`);
  if (AUTH.test(text)) return new RedisAuthError('Redis refuses the login');
  if (FORBIDDEN.test(text)) return new RedisPermissionError(text.slice(0, 200));
  if (/^OOM\b/.test(text)) return new RedisMemoryError();
  if (/^WRONGTYPE\b/.test(text)) return new RedisWrongTypeError('a key of this queue holds another type');
  if (/Protocol error|Unknown RESP type|Parser|parse/i.test(text)) {
    return new RedisReplyError('what answers at this address does not speak the Redis protocol; check host and port');
  }
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (LOST.test(text) || (typeof code === 'string' && LOST.test(code))) {
    const hint = /before secure TLS connection/.test(text)
      ? ': the server may speak no TLS, try redis: for rediss:'
      : '';
    return new RedisUnavailableError(`no connection to Redis${code ? ` (${code})` : ''}${hint}`);
  }
  // Of a login neither the reply, which may repeat it, nor the cause, which carries the command, may be shown.
  if (/^(auth|hello)$/i.test((error as { command?: { name?: string } })?.command?.name ?? ''))
    return new RedisAuthError('Redis refuses the login');
  // Without its cause: that carries the arguments of the command, and data of jobs among them.
  return new RedisReplyError(`Redis answered: ${text.slice(0, 200)}`);
}

/** True where a new connection may help; false where only a human can. */
export const isPassing = (error: unknown): boolean =>
  error instanceof LongshoreError && (error.code === 'ERR_REDIS_UNAVAILABLE' || error.code === 'ERR_COMMAND_TIMEOUT');
