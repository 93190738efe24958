// What `--health-port` serves: /livez, /readyz and /metrics, and nothing else. It reads the fleet and changes nothing.
// Fastify and prom-client are loaded only where this file is, so that workers without the port start without them.
import type { AddressInfo } from 'node:net';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import type { Logger } from 'pino';
import { AggregatorRegistry } from 'prom-client';
import { CommandError } from '../command-error.js';
import type { Fleet, ProcessView } from './fleet.js';
import { fleetMetrics } from './fleet-metrics.js';
import { judgeFleet, shownState } from './judge-fleet.js';

/** A process that does not tell its figures by then counts with what it said last. */
const COLLECT_WITHIN_MS = 1000;
/** A probe that sends its request slower than this is none. */
const REQUEST_WITHIN_MS = 10_000;

export interface HealthServer {
  /** The port it listens on; what was asked for, or a free one where that was 0. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * @throws {CommandError} `ERR_HEALTH_PORT` when the port is taken or may not be had
 */
export async function startHealthServer(
  fleet: Fleet,
  { host, port }: { readonly host: string; readonly port: number },
  log: Logger,
): Promise<HealthServer> {
  const server = makeServer(log);
  addRoutes(server, fleet);
  try {
    await server.listen({ host, port });
  } catch (error) {
    await server.close();
    const message = `cannot serve health checks on ${host}:${port}: ${(error as Error).message}`;
    throw new CommandError('ERR_HEALTH_PORT', message, { cause: error });
  }
  const bound = (server.server.address() as AddressInfo).port;
  log.info(
    { host, port: bound },
    `health checks and metrics on http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
  );
  return { port: bound, close: () => server.close() };
}

function makeServer(log: Logger): FastifyInstance {
  const server = fastify({
    logger: false,
    requestTimeout: REQUEST_WITHIN_MS,
    // A scraper keeps its connection; nobody waits for it when the supervisor ends.
    forceCloseConnections: true,
    bodyLimit: 1024,
  });
  server.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  server.setNotFoundHandler(({ method }, reply) => {
    if (method === 'GET' || method === 'HEAD') return reply.code(404).send({ error: 'not found' });
    return reply.code(405).header('allow', 'GET, HEAD').send({ error: 'method not allowed' });
  });
  server.setErrorHandler((error: Error & { statusCode?: number }, { method, routeOptions }, reply) => {
    const code = error.statusCode ?? 500;
    if (code < 500) return reply.code(code).send({ error: 'bad request' });
    log.error({ err: error }, `${method} ${routeOptions.url}: ${error.message}`);
    return reply.code(500).send({ error: 'failed' });
  });
  return server;
}

function addRoutes(server: FastifyInstance, fleet: Fleet): void {
  // Whoever answers here works. It stays so while Redis is away, while processes crash and while they drain: to restart all
  // of it would help in none of these cases. A supervisor that gives up ends, and that is seen without asking.
  server.get('/livez', () => ({ status: 'live' }));
  server.get('/readyz', (_request, reply) => sendReadiness(fleet, reply));
  let scrape: Promise<string> | undefined;
  server.get('/metrics', async (_request, reply) => {
    // Two who ask at once get the same answer, and the processes are asked once.
    scrape ??= readMetrics(fleet).finally(() => {
      scrape = undefined;
    });
    return reply.type(AggregatorRegistry.PROMETHEUS_CONTENT_TYPE).send(await scrape);
  });
}

function sendReadiness(fleet: Fleet, reply: FastifyReply): FastifyReply {
  const { status, isReady, reasons } = judgeFleet(fleet);
  return reply.code(isReady ? 200 : 503).send({ status, processes: fleet.processes.map(shownProcess), reasons });
}

function shownProcess(process: ProcessView) {
  const { number, pid, status, statusAgeMs } = process;
  return {
    number,
    pid,
    state: shownState(process),
    running: status?.running ?? 0,
    queues: (status?.queues ?? []).map(({ name, registered, lastTakeAgeMs }) => ({
      name,
      registered,
      lastTakeAgeMs: lastTakeAgeMs === undefined ? null : Math.round(lastTakeAgeMs + statusAgeMs),
    })),
  };
}

async function readMetrics(fleet: Fleet): Promise<string> {
  const processes = await fleet.collect(COLLECT_WITHIN_MS);
  const all = [...processes, fleetMetrics(fleet)];
  // prom-client declares a flat list of objects, and takes a list for each process.
  return await AggregatorRegistry.aggregate(all as unknown as object[]).metrics();
}
