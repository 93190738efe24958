// What is stored of a result where the queue has schemas or a codec: it is checked, then encoded.
import { encodeJson } from '../job/codec.js';
import { type QueueDefinition, validateResult } from '../job/contract.js';
import { resultJson } from '../job/end-record.js';
import { checkSize } from '../job/json-value.js';

/** A result that is ready to be stored. */
export interface SealedResult {
  /** What the schema made of it. */
  readonly value: unknown;
  /** What stands in the end record. */
  readonly stored: string;
}

/** Whether results need no sealing: the straight path does without its promises. */
export const isPlain = ({ schemas, codec }: QueueDefinition): boolean =>
  codec === undefined && !Object.values(schemas).some(({ result }) => result !== undefined);

/** @throws {InvalidResultError} {@link CodecFailedError} {@link PayloadTooLargeError} or what JSON throws */
export async function sealResult(definition: QueueDefinition, name: string, result: unknown): Promise<SealedResult> {
  const { codec } = definition;
  const value = await validateResult(definition, name, result);
  const json = resultJson(value);
  if (json === '') return { value, stored: '' };
  if (codec) return { value, stored: `${await encodeJson(codec, json, 'result')},${JSON.stringify(codec.id)}` };
  checkSize(json, 'result');
  return { value, stored: json };
}
