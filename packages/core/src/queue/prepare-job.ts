// Checks one job as a producer gives it, and makes what is sent of it. Nothing is sent before all of a call is checked.
import { encodeJson } from '../job/codec.js';
import { type QueueDefinition, validate } from '../job/contract.js';
import { type AddPlan, readAddOptions } from '../job/job-options.js';
import { toAnyJson, toJson } from '../job/json-value.js';
import { encodeMessage, type StoredOptions } from '../job/message.js';
import { nextJobId } from '../job/random-id.js';
import { type TraceContext, traceText } from '../job/trace-context.js';
import { type Reader, readName, readOptions } from '../options.js';
import type { Outgoing } from '../redis/enqueue.js';

/** A job as it was given, and what stands before the names of its parts in errors: `''` or `'jobs[3].'`. */
export interface GivenJob {
  readonly name: string;
  readonly data: unknown;
  readonly options: unknown;
  readonly path: string;
  /** What travels with it unless its options say so themselves. */
  readonly trace?: TraceContext | undefined;
}

const asIs: Reader<unknown> = (value) => value;
const ENTRY = { name: asIs, data: asIs, options: asIs };

/** One of many jobs. @throws {InvalidOptionError} when it is no such object */
export function readEntry(entry: unknown, index: number): GivenJob {
  const { name, data, options } = readOptions(entry ?? null, ENTRY, `jobs[${index}]`);
  return { name: name as string, data, options, path: `jobs[${index}].` };
}

/** @throws {InvalidOptionError} {@link InvalidNameError} {@link InvalidPayloadError} {@link PayloadTooLargeError} naming the part */
export function prepareJob({ defaults }: QueueDefinition, { name, data, options, path, trace }: GivenJob): Outgoing {
  readName(name, `${path}name`);
  const plan = readAddOptions(options, defaults, `${path}options`);
  const json = data === undefined ? 'null' : toJson(data, `${path}data`);
  return outgoing(name, json, plan, trace ? traced(plan.stored, trace) : plan.stored);
}

/**
 * Where the queue has schemas or a codec. What is stored is what was passed: a schema's output may not be JSON, and the worker applies
 * it again.
 *
 * @throws what `prepareJob` throws, and {@link CodecFailedError}
 */
export async function prepareChecked(definition: QueueDefinition, job: GivenJob): Promise<Outgoing> {
  const { name, data, path, trace } = job;
  const { codec } = definition;
  const field = `${path}data`;
  await validate(definition, name, data, field);
  if (!codec) return prepareJob(definition, job);
  readName(name, `${path}name`);
  const plan = readAddOptions(job.options, definition.defaults, `${path}options`);
  const json = await encodeJson(codec, data === undefined ? 'null' : toAnyJson(data, field), field);
  const stored = { ...plan.stored, codec: codec.id };
  return outgoing(name, json, plan, trace ? traced(stored, trace) : stored);
}

function traced(stored: StoredOptions | undefined, trace: TraceContext): StoredOptions | undefined {
  const text = traceText(trace);
  return text === undefined ? stored : { trace: text, ...stored };
}

function outgoing(name: string, json: string, plan: AddPlan, stored: StoredOptions | undefined): Outgoing {
  const { text, body } = encodeMessage(name, json, stored);
  const { due, words, hold, replace } = plan;
  return { id: plan.id ?? nextJobId(), text, due, body, own: plan.id === undefined, words, hold, replace };
}
