// Checks one job as a producer gives it, and makes what is sent of it. Nothing is sent before all of a call is checked.
import { type QueueDefinition, validate } from '../job/contract.js';
import { readAddOptions } from '../job/job-options.js';
import { toJson } from '../job/json-value.js';
import { encodeMessage } from '../job/message.js';
import { nextJobId } from '../job/random-id.js';
import { type Reader, readName, readOptions } from '../options.js';
import type { Outgoing } from '../redis/enqueue.js';

/** A job as it was given, and what stands before the names of its parts in errors: `''` or `'jobs[3].'`. */
export interface GivenJob {
  readonly name: string;
  readonly data: unknown;
  readonly options: unknown;
  readonly path: string;
}

const asIs: Reader<unknown> = (value) => value;
const ENTRY = { name: asIs, data: asIs, options: asIs };

/** One of many jobs. @throws {InvalidOptionError} when it is no such object */
export function readEntry(entry: unknown, index: number): GivenJob {
  const { name, data, options } = readOptions(entry ?? null, ENTRY, `jobs[${index}]`);
  return { name: name as string, data, options, path: `jobs[${index}].` };
}

/** @throws {InvalidOptionError} {@link InvalidNameError} {@link InvalidPayloadError} {@link PayloadTooLargeError} naming the part */
export function prepareJob({ defaults }: QueueDefinition, { name, data, options, path }: GivenJob): Outgoing {
  readName(name, `${path}name`);
  const plan = readAddOptions(options, defaults, `${path}options`);
  const json = data === undefined ? 'null' : toJson(data, `${path}data`);
  const { text, body } = encodeMessage(name, json, plan.stored);
  const { due, words, hold, replace } = plan;
  return { id: plan.id ?? nextJobId(), text, due, body, own: plan.id === undefined, words, hold, replace };
}

/** Where the queue has schemas. What is stored is what was passed: a schema's output may not be JSON, and the worker applies it again. */
export async function prepareChecked(definition: QueueDefinition, job: GivenJob): Promise<Outgoing> {
  await validate(definition, job.name, job.data, `${job.path}data`);
  return prepareJob(definition, job);
}
