export type { EmbeddedRedis } from './embedded-redis.js';
export { NoRedisServerError, RedisStartError } from './errors.js';
export { type BinaryChoice, findServer } from './find-server.js';
export { installServer } from './install-server.js';
export { type ServerChoice, type StartOptions, startRedis } from './start-redis.js';
