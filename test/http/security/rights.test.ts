// Every route that is registered, so that none can be forgotten: without a token, with too small a role, in read-only mode,
// and against an authorize hook.
import { type Action, type DashboardOptions, dashboardApi } from '@longshore/dashboard-api';
import { type FastifyInstance, fastify } from 'fastify';
import { expect } from 'vitest';
import { type ApiBed, test } from '../../support/api-bed.js';
import { ROLE_TOKENS } from '../../support/api-roles.js';

interface Route {
  readonly method: 'GET';
  readonly url: string;
  readonly action: Action | 'public' | undefined;
  readonly hasBody: boolean;
}

const headersOf = (role: string) => ({
  host: 'localhost',
  authorization: `Bearer ${ROLE_TOKENS.find((one) => one.role === role)?.token}`,
});

/** A server with the API and all routes that it has, filled in. */
async function open(bed: ApiBed, options: Partial<DashboardOptions> = {}) {
  const routes: Route[] = [];
  const server: FastifyInstance = fastify();
  server.addHook('onRoute', ({ method, url, config, schema }) => {
    const filled = url.replace(':queue', bed.queueName).replace(/:\w+/g, 'some');
    for (const one of [method].flat())
      routes.push({
        method: one as 'GET',
        url: filled,
        action: (config as { action?: Route['action'] } | undefined)?.action,
        hasBody: schema?.body !== undefined,
      });
  });
  await server.register(dashboardApi, {
    longshore: { connection: bed.server.url, tokens: ROLE_TOKENS, rateLimit: false, ...options },
  });
  await server.ready();
  /** The roles that may do it, smallest first. */
  const rolesOf = async (action: string): Promise<string[]> => {
    const may: string[] = [];
    for (const { role } of ROLE_TOKENS) {
      const { actions } = (await server.inject({ url: '/api/v1/session', headers: headersOf(role) })).json();
      if (actions.includes(action)) may.push(role);
    }
    return may;
  };
  return { server, routes, rolesOf, [Symbol.asyncDispose]: () => server.close() };
}

test('every route needs somebody who is known, but for those that are meant for all', async ({ bed }) => {
  await using api = await open(bed);
  expect(api.routes.length).toBeGreaterThan(20);
  const forAll = api.routes.filter(({ action }) => action === 'public').map(({ method, url }) => `${method} ${url}`);
  expect(forAll.filter((route) => route.includes('/api/') && !route.endsWith('/api/v1/session'))).toEqual([]);
  for (const { method, url, action } of api.routes) {
    if (action === 'public') continue;
    const { statusCode } = await api.server.inject({ method, url, headers: { host: 'localhost' } });
    expect(statusCode, `${method} ${url}`).toBe(401);
  }
});

test('what is not there is told to nobody who may not ask', async ({ bed }) => {
  await using api = await open(bed);
  for (const url of ['/api/v1/nothing', '/api/v2', '/api', '/admin']) {
    expect((await api.server.inject({ url, headers: { host: 'localhost' } })).statusCode, url).toBe(401);
    expect((await api.server.inject({ url, headers: headersOf('read') })).statusCode, url).toBe(404);
  }
});

test('every route is refused to a smaller role than it needs', async ({ bed }) => {
  await using api = await open(bed);
  const roles = new Map<string, string[]>();
  for (const { action } of api.routes)
    if (action && action !== 'public' && !roles.has(action)) roles.set(action, await api.rolesOf(action));
  for (const { method, url, action = '' } of api.routes) {
    const may = roles.get(action) ?? ['read', 'operate', 'admin'];
    expect(may, action).not.toEqual([]);
    for (const { role } of ROLE_TOKENS) {
      if (may.includes(role)) continue;
      const answer = await api.server.inject({ method, url, headers: headersOf(role) });
      expect(answer.statusCode, `${role}: ${method} ${url}`).toBe(403);
      if (method !== ('HEAD' as string)) expect(answer.json()).toMatchObject({ code: 'ERR_FORBIDDEN' });
    }
  }
});

test('in read-only mode every change is refused to everybody', async ({ bed }) => {
  await bed.queue.add('work', 1);
  await using all = await open(bed);
  await using api = await open(bed, { readOnly: true });
  const { actions } = (await api.server.inject({ url: '/api/v1/session', headers: headersOf('admin') })).json();
  const { actions: ofAll } = (await all.server.inject({ url: '/api/v1/session', headers: headersOf('admin') })).json();
  const changes = new Set(ofAll.filter((action: string) => !actions.includes(action)));
  expect(changes.size).toBeGreaterThan(10);
  const changing = api.routes.filter(({ action }) => changes.has(action));
  expect(changing.length).toBeGreaterThan(10);
  for (const { method, url } of changing) {
    expect(['GET', 'HEAD', 'OPTIONS']).not.toContain(method);
    const answer = await api.server.inject({ method, url, headers: headersOf('admin') });
    expect(answer.statusCode, `${method} ${url}`).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'ERR_READ_ONLY' });
  }
});

test('an authorize hook that says no is asked for every action, and nothing gets past it', async ({ bed }) => {
  await bed.queue.add('work', 1);
  const asked = new Set<string>();
  await using api = await open(bed, {
    authorize: ({ action }) => {
      asked.add(action);
      return false;
    },
  });
  const guarded = api.routes.filter(({ action }) => action && action !== 'public');
  for (const { method, url, hasBody } of guarded) {
    const answer = await api.server.inject({ method, url, headers: headersOf('admin') });
    // What a body must have is checked before anybody is asked.
    expect(hasBody ? [400, 403] : [403], `${method} ${url}`).toContain(answer.statusCode);
  }
  for (const { action, hasBody } of guarded) if (!hasBody) expect(asked).toContain(action);
});

test('a route that changes something by GET, or names no action, cannot be registered', async ({ bed }) => {
  const add = async (config: object) => {
    const server = fastify();
    server.addHook('onRoute', (route) => {
      if (route.url === '/livez') Object.assign(route, { config });
    });
    try {
      await server.register(dashboardApi, { longshore: { connection: bed.server.url } });
      await server.ready();
    } finally {
      await server.close();
    }
  };
  await expect(add({ action: 'jobs.remove' })).rejects.toThrow(/changes something and may be cached/);
  await expect(add({})).rejects.toThrow(/names no action/);
});
