// What each contestant is set to. The drivers use these objects and the report prints them, so that neither can
// drift from the other.

export const QUEUE_NAME = 'bench';
export const JOB_NAME = 'job';

/** Longshore runs on its defaults, which keep the last 10,000 completed jobs with their results. */
export const LONGSHORE_KEEP_ALL = { completed: { count: 10_000_000 } };

/** The example of BullMQ's page on auto-removal; its default would keep all of them. */
export const BULLMQ_KEEP = { removeOnComplete: { count: 1000 }, removeOnFail: { count: 5000 } };
export const BULLMQ_KEEP_ALL = {};

/** Bee-Queue's README: turn off what is not needed. Nobody listens to events here. */
export const BEE_PRODUCER = { isWorker: false, getEvents: false, sendEvents: false, storeJobs: false };
export const BEE_WORKER = { isWorker: true, getEvents: false, sendEvents: false, storeJobs: false };
export const BEE_KEEP = { removeOnSuccess: true };
export const BEE_KEEP_ALL = { removeOnSuccess: false };

export const FLOOR_KEEP = 10_000;
export const FLOOR_KEEP_ALL = 10_000_000;

const show = (settings: object): string =>
  `\`${JSON.stringify(settings).replaceAll('"', '').replaceAll(':', ': ').replaceAll(',', ', ')}\``;

export const SETTINGS: readonly string[] = [
  `**longshore**: defaults (it keeps the last 10,000 completed jobs with their results). Bytes of a finished job: \`keep: ${show(LONGSHORE_KEEP_ALL).slice(1)}.`,
  `**bullmq**: \`Queue\` and \`Worker\` on defaults, with ${show(BULLMQ_KEEP)} in the worker, as its page on auto-removal shows. Bytes of a finished job: its default, which keeps all. Its event stream, bounded at about 10,000 entries, is not counted in bytes.`,
  `**bee-queue**: producer ${show(BEE_PRODUCER)}, worker ${show(BEE_WORKER)} with ${show(BEE_KEEP)}, bulk by \`saveAll\`, as its README advises where nobody listens. Bytes of a finished job: ${show(BEE_KEEP_ALL)}; it stores no results.`,
  `**floor**: the two scripts of the design alone, without retries, reconnects, types or metrics: a yardstick, not a queue. It keeps the last ${FLOOR_KEEP.toLocaleString('en-US')} completed jobs with their results.`,
];
