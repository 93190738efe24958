// A schedule as it is typed: when it is due, and what its jobs are.
import type { JobOptions, ScheduleSettings } from '@longshore/core';
import { durationOf, text, wholeNumber, word } from '../settings/values.js';
import { UsageError } from '../usage-error.js';
import { ADD_OPTIONS, moment, readAddOptions, type TypedAddOptions } from './add-options.js';
import { readJson } from './read-json.js';
import { oneValue, readOption, said } from './read-option.js';

export const SCHEDULE_OPTIONS = {
  cron: oneValue("when it is due: '0 9 * * 1-5', with seconds '*/10 * * * * *', or a word like '@daily'"),
  'time-zone': oneValue('the IANA time zone of --cron [UTC]'),
  every: oneValue('the time from job to job, instead of --cron'),
  misfire: oneValue('what becomes of missed times: once, skip or all [once]'),
  overlap: oneValue('while the job before has not ended: allow or skip [allow]'),
  until: oneValue('none after this time'),
  limit: oneValue('how many jobs it makes at most'),
} as const;

const {
  delay: _delay,
  'run-at': _at,
  id: _id,
  unique: _unique,
  'unique-until': _until,
  'unique-for': _for,
  ...rest
} = ADD_OPTIONS;

/** Of each of its jobs. */
export const JOB_OPTIONS = rest;

export interface TypedSchedule extends Pick<TypedAddOptions, keyof typeof JOB_OPTIONS> {
  readonly cron?: string | undefined;
  readonly 'time-zone'?: string | undefined;
  readonly every?: string | undefined;
  readonly misfire?: string | undefined;
  readonly overlap?: string | undefined;
  readonly until?: string | undefined;
  readonly limit?: string | undefined;
  readonly name?: string | undefined;
  readonly data?: string | undefined;
}

/** @throws {UsageError} naming what is wrong */
export async function readSchedule(typed: TypedSchedule): Promise<ScheduleSettings> {
  const { name, data, cron, every } = typed;
  if (name === undefined) throw new UsageError('name: expected the name of its jobs');
  if (data === undefined) throw new UsageError('data: expected the data of its jobs, as JSON');
  if ((cron === undefined) === (every === undefined)) throw new UsageError('--cron: expected either it or --every');
  const timing = said({
    cron: readOption('--cron', text, cron),
    timeZone: readOption('--time-zone', text, typed['time-zone']),
    every: readOption('--every', durationOf(100), every),
    misfire: readOption('--misfire', word('once', 'skip', 'all'), typed.misfire),
    overlap: readOption('--overlap', word('allow', 'skip'), typed.overlap),
    until: readOption('--until', moment, typed.until),
    limit: readOption('--limit', wholeNumber(1), typed.limit),
  });
  const own = Object.fromEntries(Object.keys(JOB_OPTIONS).map((key) => [key, typed[key as keyof typeof JOB_OPTIONS]]));
  const options = readAddOptions(own) as JobOptions;
  const job = { name, data: await readJson(data, 'data') };
  return { ...timing, ...job, ...(Object.keys(options).length === 0 ? {} : { options }) };
}
