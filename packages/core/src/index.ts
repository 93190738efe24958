// What is public, nothing else.

export { Channel, type ChannelOptions } from './boards/channel.js';
export type { ChannelMessage, SubscribeOptions } from './boards/follow-channel.js';
export { NoticeBoard } from './boards/notice-board.js';
export type { BoardOptions } from './boards/open-board.js';
export type { WatchOptions } from './boards/watch-notices.js';
export type { Duration } from './duration.js';
export * from './errors.js';
export { type AnyJobs, defineQueue, type JobSchemas, type JobTypes, type QueueDefinition } from './job/contract.js';
export type { AddOptions, JobOptions } from './job/job-options.js';
export type { Backoff } from './job/retry-policy.js';
export type { StandardSchema } from './job/standard-schema.js';
export { type JobState, type TerminalState, TRANSITIONS } from './job/state.js';
export type { Logger } from './logger.js';
export { JobHandle } from './queue/job-handle.js';
export { JobProgressBoard } from './queue/job-progress-board.js';
export type { QueueOptions } from './queue/open-queue.js';
export { type BulkJob, Queue } from './queue/queue.js';
export type { QueueEvents } from './queue/queue-events.js';
export type { Notice } from './redis/read-notice.js';
export type { Counts } from './redis/scripts.js';
export type { ConnectionOption } from './redis/target.js';
export type { Handler, HandlerSettings, Handlers } from './worker/handlers.js';
export { Job, JobProgress } from './worker/job.js';
export { Worker } from './worker/worker.js';
export type { WorkerEvents } from './worker/worker-events.js';
export type { Keep, WorkerOptions } from './worker/worker-options.js';
export type { WorkerQueue } from './worker/worker-queues.js';
