// The id of a request, by which an answer, the lines of the log and the log of operations find together. One that was sent
// along is kept where it cannot be mistaken for anything else in a log; anything longer or stranger is replaced.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { App } from './app.js';

const SAFE = /^[\w.:-]{1,64}$/;

/** The id that came with a request, or a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const sent = headers['x-request-id'];
  return typeof sent === 'string' && SAFE.test(sent) ? sent : randomUUID();
}

/** Every answer tells the id. */
export function addRequestIds(app: App): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
}
