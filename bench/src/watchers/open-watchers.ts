// Thousands of listeners on plain sockets, so that the side that is not measured takes little of the machine.
import { once } from 'node:events';
import { connect } from 'node:net';

const AT_ONCE = 100;
const POSTED = /"posted":([\d.]+)/g;

/** The clock that both ends of a delay are read from: the machine's, finer than a millisecond. */
export const clock = (): number => performance.timeOrigin + performance.now();

/** Opens a stream for each path, and tells how old each notice is that arrives. */
export async function openWatchers(
  port: number,
  paths: readonly string[],
  tell: (delayMs: number) => void,
): Promise<void> {
  for (let i = 0; i < paths.length; i += AT_ONCE)
    await Promise.all(paths.slice(i, i + AT_ONCE).map((path) => open(port, path, tell)));
}

async function open(port: number, path: string, tell: (delayMs: number) => void): Promise<void> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\r\n`);
  const [first] = (await once(socket, 'data')) as [string];
  if (!first.startsWith('HTTP/1.1 200')) throw new Error(first);
  // A notice of some hundred bytes comes in one piece here.
  socket.on('data', (text: string) => {
    const now = clock();
    for (const [, posted] of text.matchAll(POSTED)) tell(now - Number(posted));
  });
}
