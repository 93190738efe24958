// Scripts and keys are tested one by one, which is no business of users: they are no part of the public name. This is
// the one place where tests reach behind it.

// biome-ignore lint/style/noRestrictedImports: see above
export { Writer } from '../../packages/core/dist/boards/writer.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { auditQueue as auditLive } from '../../packages/core/dist/inspect/audit.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { readHistory } from '../../packages/core/dist/inspect/history.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { Enqueuer } from '../../packages/core/dist/queue/enqueuer.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { ResultWaiter } from '../../packages/core/dist/queue/result-waiter.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { audit, recheck, scan } from '../../packages/core/dist/redis/audit.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { Connection } from '../../packages/core/dist/redis/connection.js';
// biome-ignore lint/style/noRestrictedImports: see above
export * from '../../packages/core/dist/redis/control.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { Script, scripts } from '../../packages/core/dist/redis/define-script.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { enqueue, type Outgoing } from '../../packages/core/dist/redis/enqueue.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { type ExchangeInput, exchange, type Report } from '../../packages/core/dist/redis/exchange.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { record } from '../../packages/core/dist/redis/history.js';
// biome-ignore lint/style/noRestrictedImports: see above
export * from '../../packages/core/dist/redis/insight.js';
// biome-ignore lint/style/noRestrictedImports: see above
export * from '../../packages/core/dist/redis/keys.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { post, publish, replay } from '../../packages/core/dist/redis/post.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { checkpoint, log } from '../../packages/core/dist/redis/run-notes.js';
// biome-ignore lint/style/noRestrictedImports: see above
export * from '../../packages/core/dist/redis/schedules.js';
// biome-ignore lint/style/noRestrictedImports: see above
export * from '../../packages/core/dist/redis/scripts.js';

// biome-ignore lint/style/noRestrictedImports: see above
export { type OtherReport, settle } from '../../packages/core/dist/redis/settle.js';
// biome-ignore lint/style/noRestrictedImports: see above
export * from '../../packages/core/dist/redis/steering.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { Subscriber } from '../../packages/core/dist/redis/subscriber.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { readTarget } from '../../packages/core/dist/redis/target.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { viewJob, viewStanding } from '../../packages/core/dist/redis/views.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { Claim } from '../../packages/core/dist/worker/claim.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { Outbox } from '../../packages/core/dist/worker/outbox.js';
// biome-ignore lint/style/noRestrictedImports: see above
export { Reaper } from '../../packages/core/dist/worker/reaper.js';
