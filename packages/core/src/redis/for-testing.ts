// The subpath `@longshore/core/testing`: what the package @longshore/testing needs of the inside, since it moves the times
// that stand in the keys of a queue, and what the benchmark needs to tell scripts apart in Redis's slow log. Not for users:
// it may change on any day.

export { duration, type Reader, readOptions, readPrefix } from '../options.js';
export { scripts } from './define-script.js';
export { type QueueKeys, queueKeys, registryKey } from './keys.js';
