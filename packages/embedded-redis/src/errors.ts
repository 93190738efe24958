/** Nothing on this machine can run a Redis or Valkey server. The message says what was tried and what to do. */
export class NoRedisServerError extends Error {
  override readonly name = 'NoRedisServerError';
  readonly code = 'ERR_NO_REDIS_SERVER';

  constructor(tried: readonly string[]) {
    super(
      `No Redis server can be started here: ${tried.join('; ')}. ` +
        'Install one (Debian and Ubuntu: `apt-get install redis-server`; macOS: `brew install redis`), ' +
        'or start Docker and add the package `testcontainers@11`, or connect to a server of your own instead.',
    );
  }
}

/** A server was found and did not come up. The message ends with the last lines of its log. */
export class RedisStartError extends Error {
  override readonly name = 'RedisStartError';
  readonly code = 'ERR_REDIS_START';
}
