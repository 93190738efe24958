import { connect } from 'node:net';

/** What a server says of itself once it answers. */
export interface ServerGreeting {
  kind: 'redis' | 'valkey';
  version: string;
  /** The server's own process id, inside its container if it runs in one. */
  processId: number;
}

const ATTEMPT_MS = 500;

/**
 * One try: PING must answer PONG. Resolves to `undefined` while nothing listens or the server still loads its data. No
 * client library: this package has no dependency.
 */
export function greetServer(port: number, password?: string, host = '127.0.0.1'): Promise<ServerGreeting | undefined> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ host, port });
    const finish = (greeting?: ServerGreeting) => {
      socket.destroy();
      resolve(greeting);
    };
    socket.setTimeout(ATTEMPT_MS, () => finish());
    // One character a byte, so that the length that INFO announces can be compared.
    socket.setEncoding('latin1');
    socket.on('error', () => finish());
    socket.on('close', () => finish());
    socket.on('connect', () => {
      const commands = [['PING'], ['INFO', 'server']];
      if (password !== undefined) commands.unshift(['AUTH', password]);
      socket.write(commands.map(encodeCommand).join(''));
    });
    socket.on('data', (chunk: string) => {
      received += chunk;
      if (/(^|\n)-/.test(received)) finish();
      else if (received.includes('+PONG\r\n') && isWhole(received)) finish(readInfo(received));
    });
  });
}

function encodeCommand(words: readonly string[]): string {
  const bulk = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${bulk.join('')}`;
}

/** Whether the text that INFO answers has arrived up to its end. */
function isWhole(received: string): boolean {
  const header = /\r\n\$(\d+)\r\n/.exec(received);
  return header !== null && received.length >= header.index + header[0].length + Number(header[1]) + '\r\n'.length;
}

function readInfo(reply: string): ServerGreeting | undefined {
  const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(reply)?.[1];
  const valkeyVersion = field('valkey_version');
  const version = valkeyVersion ?? field('redis_version');
  const processId = Number(field('process_id'));
  if (version === undefined || !Number.isInteger(processId)) return undefined;
  return { kind: valkeyVersion === undefined ? 'redis' : 'valkey', version, processId };
}
