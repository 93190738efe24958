// What the fuzz test sends: to operations of the API's description, with words that have broken others.
import fc from 'fast-check';

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  readonly needsBody: boolean;
}

export interface Shot {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

const HOSTILE = [
  '__proto__',
  'constructor',
  '..',
  '../..',
  '..%2f..',
  '%00',
  '\u0000',
  '\u001b[31m',
  '\r\nx: y',
  '*',
  '{x}',
  'a:b',
  '[]',
  '$gt',
  "' OR 1=1",
  '<script>',
  '💣',
  '\u202e',
  'NaN',
  '-1',
  '0',
  '1e9',
  '9007199254740993',
  'Infinity',
  'true',
  'null',
  '',
  ' ',
  'x'.repeat(300),
  '१',
];
const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 40, unit: 'binary' }));
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
const HEADERS = [
  'accept',
  'content-type',
  'last-event-id',
  'idempotency-key',
  'x-request-id',
  'origin',
  'sec-fetch-site',
  'if-none-match',
  'traceparent',
  'cookie',
  'range',
  'expect',
  'x-http-method-override',
  'accept-version',
];
const header = fc.oneof(
  fc.constantFrom(
    'text/event-stream',
    'application/json',
    'text/plain',
    '*/*',
    'cross-site',
    '0',
    'null',
    '-',
    '%',
    'bytes=0-',
  ),
  fc.string({ maxLength: 40 }).map((text) => text.replace(/[^\x20-\x7e]/g, '')),
);

/** No body that any route takes. */
export const wrongBody = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    'null',
    '0',
    '"x"',
    '[]',
    '{"__proto__":1}',
    `${'['.repeat(20_000)}`,
    '\u0000',
    '{"a":1}{"a":1}',
  ),
  fc
    .dictionary(hostile, fc.jsonValue(), { minKeys: 1, maxKeys: 4 })
    .map((body) => JSON.stringify({ ...body, 'no such key': 1 })),
);
export const anyBody = fc.oneof(
  wrongBody,
  fc.json(),
  fc
    .record(
      { name: hostile, data: fc.jsonValue(), options: fc.dictionary(hostile, fc.jsonValue(), { maxKeys: 3 }) },
      { requiredKeys: [] },
    )
    .map((body) => JSON.stringify(body)),
  fc
    .record(
      {
        action: hostile,
        filter: fc.dictionary(hostile, fc.jsonValue(), { maxKeys: 2 }),
        limit: fc.anything().filter(isJson),
      },
      { requiredKeys: [] },
    )
    .map((body) => JSON.stringify(body)),
);

function isJson(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/^\.+$/, (dots) => dots.replaceAll('.', '%2e'));

/** Something sent to one of these, its path filled with what is there (`known`) or with anything. */
export function shots(
  operations: readonly Operation[],
  known: readonly string[],
  body: fc.Arbitrary<string>,
  method?: fc.Arbitrary<string>,
) {
  const word = fc.oneof(fc.constantFrom(...known), hostile);
  return fc.constantFrom(...operations).chain((operation) =>
    fc
      .record({
        words: fc.array(word, { minLength: 4, maxLength: 4 }),
        query: fc.array(fc.tuple(fc.oneof(fc.constantFrom(...operation.query, 'limit'), hostile), hostile), {
          maxLength: 4,
        }),
        headers: fc.dictionary(fc.constantFrom(...HEADERS), header, { maxKeys: 3 }),
        body,
        method: method ? fc.oneof(fc.constant(operation.method), method) : fc.constant(operation.method),
      })
      .map(({ words, query, headers, body: text, method: chosen }): Shot => {
        let at = 0;
        const path = operation.path.replace(/\{\w+\}/g, () => encoded(words[at++] ?? ''));
        const search = query
          .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
          .join('&');
        const hasBody = operation.needsBody && chosen !== 'GET' && chosen !== 'HEAD' && chosen !== 'TRACE';
        return {
          method: chosen,
          path: search === '' ? path : `${path}?${search}`,
          headers: { 'content-type': 'application/json', ...headers, connection: 'keep-alive' },
          body: hasBody ? text : undefined,
        };
      }),
  );
}
