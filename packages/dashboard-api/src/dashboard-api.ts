// The API as a Fastify plugin: everything that it is made of, put together. It stands by itself: its checks, its errors and
// its rights hold for its own routes and no others, under whatever path it is registered.
import type { FastifyPluginAsync } from 'fastify';
import type { App } from './app.js';
import { addBodies } from './bodies.js';
import { Context } from './context.js';
import { addEntry } from './entry.js';
import { addMetrics } from './metrics/add-metrics.js';
import { addOpenApi, addOpenApiRoute } from './open-api.js';
import { recordOperations } from './operations/record-operations.js';
import { type DashboardOptions, readDashboardOptions } from './options.js';
import { addProbes } from './probes.js';
import { sendProblem } from './problems/problem.js';
import { ProblemError } from './problems/problem-error.js';
import { addRequestIds } from './request-ids.js';
import { addedJobRoutes } from './routes/added-jobs.js';
import { auditLogRoutes } from './routes/audit-log.js';
import { boardRoutes } from './routes/boards.js';
import { channelRoutes } from './routes/channels.js';
import { eventRoutes } from './routes/events.js';
import { failureRoutes } from './routes/failures.js';
import { jobInsightRoutes } from './routes/job-insight.js';
import { jobRoutes } from './routes/jobs.js';
import { progressRoutes } from './routes/progress.js';
import { queueOperationRoutes } from './routes/queue-operations.js';
import { queueRoutes } from './routes/queues.js';
import { redisRoutes } from './routes/redis.js';
import { scheduleRoutes } from './routes/schedules.js';
import { sessionRoutes } from './routes/session.js';
import { steeredJobRoutes } from './routes/steered-jobs.js';
import { workerRoutes } from './routes/workers.js';
import { addCrossOrigin } from './security/cross-origin.js';
import { addGuard } from './security/guard.js';
import { addHeaders } from './security/headers.js';
import { addValidation } from './validation.js';

const ROUTES = [
  queueRoutes,
  queueOperationRoutes,
  jobRoutes,
  progressRoutes,
  boardRoutes,
  channelRoutes,
  eventRoutes,
  addedJobRoutes,
  steeredJobRoutes,
  jobInsightRoutes,
  failureRoutes,
  scheduleRoutes,
  workerRoutes,
  redisRoutes,
  sessionRoutes,
  auditLogRoutes,
  addOpenApiRoute,
];

/**
 * The status API as a Fastify plugin.
 *
 * @throws {InvalidOptionError} naming the field, when the server gets ready
 * @example
 * await server.register(dashboardApi, { prefix: '/jobs', longshore: { connection: 'redis://127.0.0.1:6379', tokens } });
 */
export const dashboardApi: FastifyPluginAsync<{ longshore: DashboardOptions }> = async (server, options) => {
  // A scope of its own, also where somebody has made a plugin of it that shares its hooks.
  await server.register(async (scope) => addApi(scope as unknown as App, options.longshore));
};

async function addApi(app: App, options: DashboardOptions): Promise<void> {
  const context = new Context(readDashboardOptions(options), options.logger ?? app.log, app.prefix);
  app.addHook('preClose', () => context.live.part());
  app.addHook('onClose', () => context.close());
  app.setErrorHandler((error, request, reply) => {
    context.circuit.note(error);
    return sendProblem(error, request, reply);
  });
  app.setNotFoundHandler(({ method, originalUrl }, _reply) => {
    throw new ProblemError('ERR_NOT_FOUND', 404, `there is no ${method} ${originalUrl.split('?', 1)[0]}`);
  });
  addRequestIds(app);
  await addHeaders(app);
  await addCrossOrigin(app, context.settings);
  recordOperations(app, context);
  addBodies(app);
  await addValidation(app);
  await addGuard(app, context);
  await addOpenApi(app);
  addEntry(app, context);
  addProbes(app, context);
  addMetrics(app, context);
  await app.register(
    (base, _options, done) => {
      for (const add of ROUTES) add(base as unknown as App, context);
      done();
    },
    { prefix: '/api/v1' },
  );
}
