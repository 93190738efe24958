// Checks a schedule as it is given, its job like any other, and makes what is stored of it.
import { InvalidOptionError } from '../errors.js';
import type { QueueDefinition } from '../job/contract.js';
import { JOB_FIELDS, type JobOptions } from '../job/job-options.js';
import type { ScheduleContent } from '../job/schedule-record.js';
import { readCron, readTimeZone } from '../job/schedule-slots.js';
import { date, duration, integer, oneOf, type Reader, readOptions } from '../options.js';
import { prepareChecked } from './prepare-job.js';

const asIs: Reader<unknown> = (value) => value;

const readJobOptions: Reader<Record<string, unknown>> = (value, field) =>
  readOptions(value, Object.fromEntries(JOB_FIELDS.map((name) => [name, asIs])), field);

const TABLE = {
  cron: readCron,
  timeZone: readTimeZone,
  every: duration(100),
  misfire: oneOf('skip', 'once', 'all'),
  overlap: oneOf('allow', 'skip'),
  until: date,
  limit: integer(1),
  name: asIs,
  data: asIs,
  options: readJobOptions,
};

/** @throws {InvalidOptionError} {@link InvalidNameError} {@link InvalidPayloadError} {@link PayloadTooLargeError} naming the part */
export async function prepareSchedule(definition: QueueDefinition, schedule: unknown): Promise<ScheduleContent> {
  const read = readOptions(schedule ?? null, TABLE, 'schedule');
  const { cron, timeZone, every, misfire = 'once', overlap = 'allow', until, limit, name, data, options } = read;
  if (cron === undefined && every === undefined)
    throw new InvalidOptionError('schedule.cron', 'expected either cron or every');
  if (cron !== undefined && every !== undefined)
    throw new InvalidOptionError('schedule.every', 'not together with cron');
  if (timeZone !== undefined && cron === undefined)
    throw new InvalidOptionError('schedule.timeZone', 'only together with cron');
  const given = { name: name as string, data, options, path: 'schedule.' };
  const { text, body, words } = await prepareChecked(definition, given);
  // In this order always, and without what was not said: the same schedule gives the same text.
  return {
    ...(cron === undefined ? {} : { cron, timeZone: timeZone ?? 'UTC' }),
    ...(every === undefined ? {} : { every }),
    ...(until === undefined ? {} : { until: until.getTime() }),
    ...(limit === undefined ? {} : { limit }),
    misfire,
    overlap,
    name: name as string,
    ...(options === undefined ? {} : { options: inOrder(options) }),
    text,
    ...(body === undefined ? {} : { body }),
    words,
  };
}

function inOrder(options: Readonly<Record<string, unknown>>): JobOptions {
  return Object.fromEntries(JOB_FIELDS.flatMap((name) => (name in options ? [[name, options[name]]] : [])));
}
