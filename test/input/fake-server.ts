import { createServer, type Server, type Socket } from 'node:net';
import { readValue, type Value } from '../support/resp.js';

/** What listens on a port of this machine and is no Redis that could be used. */
export interface FakeServer extends AsyncDisposable {
  readonly port: number;
}

/** A server that does with each connection what it is told. */
export async function listen(serve: (socket: Socket) => void): Promise<FakeServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: portOf(server), [Symbol.asyncDispose]: () => close(server, sockets) };
}

/** A server that speaks the protocol of Redis: the answer to a command is a text, or a line that begins with `+` or `-`. */
export function speakRedis(answer: (words: readonly string[]) => string): (socket: Socket) => void {
  return (socket) => {
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      for (let next = readValue(rest); next !== undefined; next = readValue(rest)) {
        rest = rest.subarray(next.end);
        const text = answer((next.value as Value[]).map(String));
        socket.write(/^[+-]/.test(text) ? `${text}\r\n` : `$${text.length}\r\n${text}\r\n`);
      }
    });
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
}
