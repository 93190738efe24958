// The subpath `@longshore/core/testing`: what the package @longshore/testing needs of the inside, since it moves the times
// that stand in the keys of a queue. Not for users: it may change on any day.

export { duration, kind, type Reader, readName, readOptions, readPrefix } from '../options.js';
export { type QueueKeys, queueKeys, registryKey } from './keys.js';
