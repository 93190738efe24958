// The API for programs that are not Fastify: a request handler of Node's http, as Express, Koa and the bare server take it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FastifyInstance, fastify, LogController } from 'fastify';
import { dashboardApi } from './dashboard-api.js';
import type { DashboardOptions } from './options.js';
import { MOST_CONNECTIONS, SERVER_SETTINGS } from './server-settings.js';

/** A handler of requests that is open until it is closed. */
export interface DashboardHandler {
  (request: IncomingMessage, response: ServerResponse): void;
  /** Ends what follows boards and channels, and gives the connections to Redis back. */
  close(): Promise<void>;
}

/**
 * The status API as a request handler.
 *
 * @throws {InvalidOptionError} naming the field
 * @example
 * const handler = await createDashboardHandler({ connection, tokens });
 * express().use('/jobs', handler).listen(3000);
 */
export async function createDashboardHandler(options: DashboardOptions): Promise<DashboardHandler> {
  const server = await openServer(options);
  await server.ready();
  const handle = (request: IncomingMessage, response: ServerResponse): void => server.routing(request, response);
  return Object.assign(handle, { close: () => server.close() });
}

/** A server of its own that has the API and nothing else, and does not listen yet. */
export async function openServer(options: DashboardOptions): Promise<FastifyInstance> {
  const server = fastify({
    ...(options.logger ? { loggerInstance: options.logger } : { logger: { level: 'info', stream: process.stderr } }),
    ...SERVER_SETTINGS,
    ...(options.trustProxy && { trustProxy: [...options.trustProxy] }),
    forceCloseConnections: true,
    // An id has 128 characters, each of up to twelve as they stand in a path.
    routerOptions: { maxParamLength: 1536 },
    return503OnClosing: true,
    // Each route logs what it did at debug; errors are logged where they happen.
    logController: new LogController({ disableRequestLogging: true }),
  });
  server.server.maxConnections = MOST_CONNECTIONS;
  await server.register(dashboardApi, { longshore: options });
  return server;
}
