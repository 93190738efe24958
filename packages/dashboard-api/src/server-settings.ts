// What a server of our own is told, besides its logger: how long and how large a request may be, and what is answered to
// what never becomes a request. In a program around the API, its own server decides about these.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_TYPE, sendProblem } from './problems/problem.js';
import { requestIdOf } from './request-ids.js';

/** Sockets at once. Above the 5,000 watchers that one process is made for, and below what a process may have open. */
export const MOST_CONNECTIONS = 16_384;

export const SERVER_SETTINGS = {
  genReqId: requestIdOf,
  /** Until all of a request is there, body included. Answers may take as long as they like: streams do. */
  requestTimeout: 30_000,
  http: { headersTimeout: 10_000, maxHeaderSize: 16_384, connectionsCheckingInterval: 2000 },
  /** Paths that cannot be read or are too long find no route, and so none of the hooks. */
  frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    sendProblem(error, request, reply);
  },
  clientErrorHandler: refuseConnection,
};

const STATUS: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** What came is no HTTP, or came too slowly: answered as far as one can, and the connection ends. */
function refuseConnection(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = STATUS[error.code] ?? 400;
  const title = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({ type: 'urn:longshore:problem:ERR_REQUEST', title, status, code: 'ERR_REQUEST' });
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${title}\r\nconnection: close\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  socket.destroy(error);
}
