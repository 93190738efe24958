// The contract of a queue, shared by producers and workers: its name, the types of its jobs, and their schemas if given.

import { InvalidOptionError, InvalidPayloadError, InvalidResultError, type LongshoreError } from '../errors.js';
import { type Reader, readName, readOptions } from '../options.js';
import type { Untyped } from '../untyped.js';
import { type Codec, readCodec } from './codec.js';
import { type JobDefaults, type JobOptions, readJobDefaults } from './job-options.js';
import type { SchemaInput, SchemaOutput, StandardSchema } from './standard-schema.js';

/**
 * The jobs of a queue by name. `input` is what producers pass and `returned` what handlers return, where a schema turns it into something
 * else for who gets it.
 */
export type JobTypes = Record<string, { data: Untyped; result?: Untyped; input?: Untyped; returned?: Untyped }>;
export type AnyJobs = Record<string, { data: Untyped; result: Untyped }>;
export type NameOf<J extends JobTypes> = Extract<keyof J, string>;
export type InputOf<J extends JobTypes, N extends keyof J> = J[N] extends { input: infer I } ? I : J[N]['data'];
export type ResultOf<J extends JobTypes, N extends keyof J> = J[N] extends { result: infer R } ? R : unknown;
export type ReturnedOf<J extends JobTypes, N extends keyof J> = J[N] extends { returned: infer R } ? R : ResultOf<J, N>;

/** For each job name the schemas of its data and of its result. */
export type JobSchemas = Record<string, { data?: StandardSchema; result?: StandardSchema }>;
export type TypesOf<S extends JobSchemas> = {
  [N in keyof S]: {
    input: S[N]['data'] extends StandardSchema ? SchemaInput<S[N]['data']> : Untyped;
    data: S[N]['data'] extends StandardSchema ? SchemaOutput<S[N]['data']> : Untyped;
    result: S[N]['result'] extends StandardSchema ? SchemaOutput<S[N]['result']> : Untyped;
    returned: S[N]['result'] extends StandardSchema ? SchemaInput<S[N]['result']> : Untyped;
  };
};

export interface QueueDefinition<J extends JobTypes = AnyJobs> {
  readonly name: string;
  readonly schemas: JobSchemas;
  readonly defaults: JobDefaults;
  readonly codec?: Codec | undefined;
  /** Carries the types; there is nothing in it at run time. */
  readonly jobs?: J;
}

/** What a definition says of all jobs of its queue. */
export interface DefinitionOptions extends JobOptions {
  /** Compresses or encrypts data and results, on both sides. Default none. */
  codec?: Codec;
}

/**
 * Defines a queue once, for producers and workers.
 *
 * @param name 1 to 128 characters without spaces, colons or braces
 * @param schemas for each job name a Standard Schema (zod, valibot, arktype …) of its `data` and, if wanted, of its `result`: they give the
 *   types; data is checked when it is added and again when it runs, a result before it is stored (https://standardschema.dev)
 * @param defaults options for its jobs, of which those of a single `add` go before, and the `codec` of the queue
 * @throws {InvalidNameError} {@link InvalidOptionError}
 * @example
 * const mail = defineQueue('mail', { welcome: { data: z.object({ to: z.email() }) } }, { attempts: 5 });
 * const types = defineQueue<{ welcome: { data: { to: string }; result: { id: string } } }>('mail');
 */
export function defineQueue<J extends JobTypes = AnyJobs>(
  name: string,
  schemas?: Record<string, never>,
  defaults?: DefinitionOptions,
): QueueDefinition<J>;
export function defineQueue<const S extends JobSchemas>(
  name: string,
  schemas: S,
  defaults?: DefinitionOptions,
): QueueDefinition<TypesOf<S>>;
export function defineQueue(name: string, schemas: JobSchemas = {}, defaults?: DefinitionOptions): QueueDefinition {
  readName(name, 'queue');
  if (typeof schemas !== 'object' || schemas === null || Array.isArray(schemas))
    throw new InvalidOptionError('schemas', 'expected an object of job names');
  for (const [job, given] of Object.entries(schemas)) {
    readName(job, 'schemas');
    readOptions(given, JOB_SCHEMAS, `schemas.${job}`);
  }
  if (defaults === undefined || defaults === null || typeof defaults !== 'object')
    return { name, schemas, defaults: readJobDefaults(defaults) };
  const { codec, ...jobs } = defaults;
  return {
    name,
    schemas,
    defaults: readJobDefaults(jobs),
    codec: codec === undefined ? undefined : readCodec(codec, 'defaults.codec'),
  };
}

const readSchema: Reader<StandardSchema> = (value, field) => {
  const schema = value as StandardSchema | null;
  if (typeof schema?.['~standard']?.validate === 'function') return schema;
  throw new InvalidOptionError(field, 'expected a Standard Schema');
};

const JOB_SCHEMAS = { data: readSchema, result: readSchema };

/** A definition or a mere name. */
export function readDefinition(queue: unknown, field = 'queue'): QueueDefinition {
  if (typeof queue === 'string')
    return { name: readName(queue, field), schemas: {}, defaults: readJobDefaults(undefined) };
  if (typeof queue === 'object' && queue !== null && 'schemas' in queue && 'defaults' in queue)
    return { ...(queue as QueueDefinition), name: readName((queue as QueueDefinition).name, `${field}.name`) };
  throw new InvalidOptionError(field, 'expected a name or what defineQueue() returned');
}

/** The definition with the codec of one side's options, if it was given. */
export const withCodec = (definition: QueueDefinition, codec: Codec | undefined): QueueDefinition =>
  codec ? { ...definition, codec } : definition;

/**
 * Checks data against its schema; returns the schema's output.
 *
 * @throws {InvalidPayloadError} with the path of the first issue
 */
export async function validate(
  definition: QueueDefinition,
  name: string,
  data: unknown,
  field = 'data',
): Promise<unknown> {
  const schema = schemasOf(definition, name)?.data;
  return schema ? check(schema, data, field, InvalidPayloadError) : data;
}

/**
 * Checks what a handler returned; returns the schema's output.
 *
 * @throws {InvalidResultError} with the path of the first issue, or when the schema itself throws
 */
export async function validateResult(definition: QueueDefinition, name: string, result: unknown): Promise<unknown> {
  const schema = schemasOf(definition, name)?.result;
  if (!schema) return result;
  try {
    return await check(schema, result, 'result', InvalidResultError);
  } catch (cause) {
    if (cause instanceof InvalidResultError) throw cause;
    throw new InvalidResultError('result', 'its schema threw', { cause });
  }
}

const schemasOf = ({ schemas }: QueueDefinition, name: string) =>
  Object.hasOwn(schemas, name) ? schemas[name] : undefined;

async function check(
  schema: StandardSchema,
  value: unknown,
  field: string,
  Refusal: new (field: string, problem: string) => LongshoreError,
): Promise<unknown> {
  const outcome = await schema['~standard'].validate(value);
  if (!outcome.issues) return outcome.value;
  const issue = outcome.issues[0];
  const keys = (issue?.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
  const path = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  throw new Refusal(`${field}${path}`, issue?.message ?? 'does not fit the schema');
}
