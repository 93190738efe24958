import { createServer } from 'node:net';

// Below the range from which systems take the ports of outgoing connections: one of those could otherwise sit on the
// port while the server is down between `kill` and `restart`.
const LOWEST = 20_000;
const HIGHEST = 29_999;
const TRIES = 100;

/** A port of 127.0.0.1 that nobody listens on now. Somebody else may still be quicker: the caller tries again then. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${TRIES} ports tried between ${LOWEST} and ${HIGHEST} is free`);
}

/** Whether 127.0.0.1 accepts a listener on the port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
