// What may be stored: JSON that comes back as it went in. Anything else is refused with the path to it, before it is sent.
import { InvalidPayloadError, PayloadTooLargeError } from '../errors.js';

/** 1 MiB: the most that data, a result or a notice may have as JSON. */
const PAYLOAD_LIMIT_BYTES = 1_048_576;
const DEEPEST = 500;

/**
 * The JSON of a value that survives JSON unchanged.
 *
 * @throws {InvalidPayloadError} for `undefined`, functions, symbols, BigInt, NaN, infinities, class instances (Date, Map, …), cycles and
 *   nesting deeper than 500; its `field` is the path
 * @throws {PayloadTooLargeError} above `limitBytes`, by default 1 MiB
 */
export function toJson(value: unknown, field: string, limitBytes = PAYLOAD_LIMIT_BYTES): string {
  const json = toAnyJson(value, field);
  checkSize(json, field, limitBytes);
  return json;
}

/** The same without the limit, for what is made smaller before it is stored. @throws {InvalidPayloadError} */
export function toAnyJson(value: unknown, field: string): string {
  check(value, field, undefined);
  return JSON.stringify(value);
}

/** Refuses a text above the limit. Only a long text is measured: no UTF-16 text of a third of the limit can exceed it. */
export function checkSize(json: string, field: string, limitBytes = PAYLOAD_LIMIT_BYTES): void {
  if (json.length * 3 <= limitBytes) return;
  const bytes = Buffer.byteLength(json);
  if (bytes > limitBytes) throw new PayloadTooLargeError(field, bytes, limitBytes);
}

/** The values from the root to the one being checked, as a linked list, so that a flat value allocates one link at most. */
interface Trail {
  readonly value: object;
  readonly key: string | number;
  readonly above: Trail | undefined;
  readonly depth: number;
}

function check(value: unknown, field: string, above: Trail | undefined, key: string | number = ''): void {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return;
    case 'number':
      if (Number.isFinite(value)) return;
      return refuse(field, above, key, `${value} is not JSON`);
    case 'object':
      if (value === null) return;
      return checkObject(value, field, above, key);
    default:
      return refuse(field, above, key, `${typeof value === 'bigint' ? 'a BigInt' : typeof value} is not JSON`);
  }
}

function checkObject(value: object, field: string, above: Trail | undefined, key: string | number): void {
  for (let trail = above; trail; trail = trail.above) {
    if (trail.value === value) refuse(field, above, key, 'the value contains itself');
  }
  const trail: Trail = { value, key, above, depth: (above?.depth ?? 0) + 1 };
  if (trail.depth > DEEPEST) refuse(field, above, key, `nested deeper than ${DEEPEST}`);
  if (!isPlain(value)) {
    refuse(
      field,
      above,
      key,
      `a ${value.constructor?.name ?? 'class instance'} does not survive JSON; convert it to a plain value`,
    );
  }
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function')
    refuse(field, above, key, 'an object with toJSON() does not survive JSON');
  if (Array.isArray(value)) for (let i = 0; i < value.length; i++) check(value[i], field, trail, i);
  else for (const name of Object.keys(value)) check((value as Record<string, unknown>)[name], field, trail, name);
}

/** No instance of a class. A plain value of another realm has a foreign Object.prototype: it is the one whose own prototype is null. */
function isPlain(value: object): boolean {
  let prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype || prototype === null) return true;
  if (Array.isArray(value)) prototype = Object.getPrototypeOf(prototype);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function refuse(field: string, above: Trail | undefined, key: string | number, problem: string): never {
  let path = '';
  for (let trail = above, last = key; trail; last = trail.key, trail = trail.above) {
    path =
      (typeof last === 'number'
        ? `[${last}]`
        : /^[A-Za-z_$][\w$]*$/.test(last)
          ? `.${last}`
          : `[${JSON.stringify(last)}]`) + path;
  }
  throw new InvalidPayloadError(`${field}${path}`, problem);
}
