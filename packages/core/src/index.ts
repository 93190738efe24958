// What is public, nothing else.

export { Channel, type ChannelOptions } from './boards/channel.js';
export type { ChannelMessage, SubscribeOptions } from './boards/follow-channel.js';
export { NoticeBoard } from './boards/notice-board.js';
export type { BoardOptions } from './boards/open-board.js';
export type { Operation, OperationEntry } from './boards/operation.js';
export { OperationLog, type OperationLogOptions, type OperationPage } from './boards/operation-log.js';
export type { WatchOptions } from './boards/watch-notices.js';
export { type Duration, durationMs } from './duration.js';
export * from './errors.js';
export type { AuditOptions } from './inspect/audit.js';
export type { AuditCode, AuditFinding, AuditReport } from './inspect/audit-report.js';
export type { CurrentLimits } from './inspect/current-limits.js';
export type { Explanation, Reason, ReasonCode } from './inspect/explain-job.js';
export type { DurationFigures, HistoryOptions, HistoryPoint } from './inspect/history.js';
export type { JobInfo, OwnOptions, PastRun } from './inspect/job-info.js';
export type { JobPage, ListOptions } from './inspect/list-page.js';
export type { ListedJob } from './inspect/listed-job.js';
export type { QueueOverview } from './inspect/overview.js';
export type { LogLine } from './inspect/read-log.js';
export type { WorkerInfo, WorkerState } from './inspect/view-workers.js';
export type { Codec } from './job/codec.js';
export {
  type AnyJobs,
  type DefinitionOptions,
  defineQueue,
  type JobSchemas,
  type JobTypes,
  type QueueDefinition,
} from './job/contract.js';
export type { AddOptions, JobOptions, Unique } from './job/job-options.js';
export type { Backoff } from './job/retry-policy.js';
export type { StandardSchema } from './job/standard-schema.js';
export { type JobState, type TerminalState, TRANSITIONS } from './job/state.js';
export type { TraceContext } from './job/trace-context.js';
export type { Logger } from './logger.js';
export type { ProcessedJob, PublishedCall, PublishedJob, Telemetry } from './observe/telemetry.js';
export type { JobGlance } from './queue/job-glance.js';
export { JobHandle } from './queue/job-handle.js';
export { JobProgressBoard } from './queue/job-progress-board.js';
export { type ListQueuesOptions, listQueues } from './queue/list-queues.js';
export type { QueueOptions } from './queue/open-queue.js';
export { type OrderOutcome, type OrderProcessOptions, orderProcess } from './queue/order-process.js';
export { type BulkJob, Queue } from './queue/queue.js';
export type { QueueEvents } from './queue/queue-events.js';
export type { LimitChanges, Limits } from './queue/queue-limits.js';
export type { QueueSchedules } from './queue/queue-schedules.js';
export { type RedisInfoOptions, redisInfo } from './queue/redis-info.js';
export type { Schedule, ScheduleSettings, Timing } from './queue/schedule.js';
export type { JobFilter, WhereOptions, WhereOutcome } from './queue/steer-where.js';
export type { NewTime } from './queue/steered-queue.js';
export type { Counts, ListedState } from './redis/insight.js';
export type { Notice } from './redis/read-notice.js';
export type { PromoteOutcome, RescheduleOutcome, RetryOutcome } from './redis/steering.js';
export type { ConnectionOption } from './redis/target.js';
export type { ProcessOrder } from './worker/control.js';
export type { ExhaustedJob, OnExhausted } from './worker/exhausted.js';
export type { ClosableHandler, Handler, HandlerSettings, Handlers } from './worker/handlers.js';
export { type IsolatedOptions, isolated } from './worker/isolated/isolated.js';
export { Job, JobProgress } from './worker/job.js';
export type { Middleware } from './worker/middleware.js';
export { Worker } from './worker/worker.js';
export type { WorkerEvents } from './worker/worker-events.js';
export type { Keep, WorkerOptions } from './worker/worker-options.js';
export type { WorkerQueue } from './worker/worker-queues.js';
export type { QueueStatus, WorkerStatus } from './worker/worker-status.js';
