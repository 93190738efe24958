// What is public, nothing else.

export { LongshoreClient, type LongshoreClientOptions } from './longshore-client.js';
export { type Problem, ProblemError } from './problem-error.js';
export { type ProgressNotice, type WatchProgressOptions, watchProgress } from './watch-progress.js';
