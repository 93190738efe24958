// The description of the API in OpenAPI 3.1, made of the schemas by which requests and answers are checked.
import swagger from '@fastify/swagger';
import { Type } from 'typebox';
import type { App } from './app.js';
import type { Context } from './context.js';
import { VERSION } from './version.js';

export async function addOpenApi(app: App): Promise<void> {
  const { prefix } = app;
  await app.register(swagger, {
    // Paths are those below the mount, which each answer names as the server.
    transform: ({ schema, url }) => ({ schema: schema as object, url: url.slice(prefix.length) }),
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Longshore status API',
        version: VERSION,
        description:
          'Queues, jobs, schedules, workers, boards and channels of Longshore. Errors are problem documents (RFC 9457).',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
  });
}

export function addOpenApiRoute(app: App, context: Context): void {
  app.get(
    '/openapi.json',
    {
      config: { action: 'queues.read', redis: false },
      schema: { hide: true, response: { 200: Type.Unknown() } },
    },
    async (request) => ({ ...app.swagger(), servers: [{ url: context.baseOf(request) || '/' }] }),
  );
}
