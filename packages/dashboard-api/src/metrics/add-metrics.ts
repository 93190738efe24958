// GET /metrics, for Prometheus: what Redis knows of queues, what this API counts of itself, what there is to know of the process, and
// the metrics of the option `registry`. It answers 200 also while Redis is down, and says so.
import { Registry } from 'prom-client';
import { Type } from 'typebox';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { exposition } from './exposition.js';
import { processMetrics } from './process-metrics.js';
import { RedisGauges } from './redis-gauges.js';

export function addMetrics(app: App, context: Context): void {
  const { metrics, mount, settings } = context;
  const gauges = new RedisGauges(context);

  app.addHook('onResponse', async ({ method, headers, routeOptions: { url } }, reply) => {
    // A stream takes as long as somebody looks on.
    if (headers.accept?.includes('text/event-stream') && reply.statusCode < 300) return;
    const route = url === undefined ? 'none' : url.slice(mount.length);
    metrics.answered({ route, method, status: reply.statusCode, ms: reply.elapsedTime });
  });

  app.get(
    '/metrics',
    { config: { action: 'metrics.read', redis: false }, schema: { hide: true, response: { 200: Type.String() } } },
    async (_request, reply) => {
      const own = [metrics.registry, await gauges.read(), processMetrics()];
      // What the program has already keeps its name.
      const all = settings.registry ? [settings.registry, ...own] : own;
      return reply
        .type(Registry.PROMETHEUS_CONTENT_TYPE)
        .header('cache-control', 'no-store')
        .send(await exposition(all));
    },
  );
}
