/** A value of the Redis protocol, version 2. Texts are latin1, one character a byte. */
export type Value = string | number | null | Error | Value[];

/** Reads the value that begins at `at`; undefined while its end has not arrived. */
export function readValue(bytes: Buffer, at = 0): { value: Value; end: number } | undefined {
  const lineEnd = bytes.indexOf('\r\n', at, 'latin1');
  if (lineEnd === -1) return undefined;
  const line = bytes.toString('latin1', at + 1, lineEnd);
  const end = lineEnd + 2;
  switch (bytes.toString('latin1', at, at + 1)) {
    case '+':
      return { value: line, end };
    case '-':
      return { value: new Error(line), end };
    case ':':
      return { value: Number(line), end };
    case '$':
      return readBulk(bytes, end, Number(line));
    case '*':
      return readArray(bytes, end, Number(line));
    default:
      throw new Error(`not the Redis protocol, version 2: ${JSON.stringify(line.slice(0, 40))}`);
  }
}

function readBulk(bytes: Buffer, at: number, length: number): { value: Value; end: number } | undefined {
  if (length < 0) return { value: null, end: at };
  const end = at + length + 2;
  return bytes.length < end ? undefined : { value: bytes.toString('latin1', at, at + length), end };
}

function readArray(bytes: Buffer, at: number, length: number): { value: Value; end: number } | undefined {
  if (length < 0) return { value: null, end: at };
  const values: Value[] = [];
  let end = at;
  for (let i = 0; i < length; i++) {
    const part = readValue(bytes, end);
    if (part === undefined) return undefined;
    values.push(part.value);
    end = part.end;
  }
  return { value: values, end };
}
