// Pages of other origins that may use the API (CORS): the listed ones, to the letter, and by bearer token. Browsers are never
// allowed to send cookies along from there, so a listed page can do nothing in the name of somebody who is logged in here.
import cors from '@fastify/cors';
import type { App } from '../app.js';
import type { DashboardSettings } from '../options.js';

export async function addCrossOrigin(app: App, { corsOrigins = [] }: DashboardSettings): Promise<void> {
  if (corsOrigins.length === 0) return;
  await app.register(cors, {
    origin: [...corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'last-event-id', 'x-request-id'],
    exposedHeaders: ['retry-after', 'x-request-id'],
    credentials: false,
    maxAge: 600,
    // What is no preflight is answered like one: it asks nothing, and learns nothing.
    strictPreflight: false,
  });
}
