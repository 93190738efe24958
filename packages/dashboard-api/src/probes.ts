// /livez and /readyz, for whatever starts and watches this process. Alive is who answers here: to restart it would not bring
// Redis back. Ready is who has heard from Redis.
import { Type } from 'typebox';
import type { App } from './app.js';
import type { Context } from './context.js';

const Probe = Type.Object({ status: Type.String() });

export function addProbes(app: App, { queues, log }: Context): void {
  app.get('/livez', { config: { action: 'public' }, schema: { hide: true, response: { 200: Probe } } }, async () => ({
    status: 'live',
  }));
  app.get(
    '/readyz',
    { config: { action: 'public' }, schema: { hide: true, response: { 200: Probe, 503: Probe } } },
    async (_request, reply) => {
      try {
        await queues.ping();
        return { status: 'ready' };
      } catch (err) {
        log.debug({ err }, 'not ready');
        return reply.code(503).send({ status: 'no answer from Redis' });
      }
    },
  );
}
