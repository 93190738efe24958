// What every request passes before its route, in this order, cheapest first:
//   1. the Host header names this API;
//   2. the route says what it does (routes that do not are refused when they are registered);
//   3. somebody is known who asks, also for what is not there: nobody else shall find out what is;
//   4. a change comes from no page of another origin;
//   5. their role allows it, and read-only mode does;
//   6. Redis is not known to be down;
//   7. where the body says what is done, the role and the mode allow that too;
//   8. the `authorize` hook does.
import type { FastifyRequest, RouteOptions } from 'fastify';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { ForbiddenError } from '../problems/problem-error.js';
import { makeAuthenticate } from './authenticate.js';
import { makeCrossSiteCheck } from './cross-site-check.js';
import { makeHostCheck } from './host-check.js';
import type { Principal } from './principal.js';
import { ACTIONS, type Action, mayDo } from './roles.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on public routes. */
    principal: Principal | null;
  }
}

export function addGuard(app: App, { settings, circuit }: Context): void {
  const checkHost = makeHostCheck(settings.allowedHosts);
  const authenticate = makeAuthenticate(settings);
  const checkCrossSite = makeCrossSiteCheck(settings.corsOrigins);
  app.decorateRequest('principal', null);
  app.addHook('onRoute', mustNameAction);
  app.addHook('onRequest', async (request) => {
    checkHost(request.raw);
    const { action, redis = true } = request.routeOptions.config;
    if (action === 'public') return;
    const { principal, means } = await authenticate(request);
    request.principal = principal;
    if (means !== 'bearer') checkCrossSite(request);
    // Nothing is there.
    if (action === undefined) return;
    mustBeAllowed(principal, action, settings.readOnly);
    if (redis) circuit.check();
  });
  const { authorize } = settings;
  // After validation: the hook sees parameters that can be what they are called.
  app.addHook('preHandler', async (request) => {
    const { principal } = request;
    if (!principal) return;
    const actions = actionsOf(request);
    for (const action of actions) mustBeAllowed(principal, action, settings.readOnly);
    if (!authorize) return;
    const { queue, ...rest } = (request.params ?? {}) as Record<string, string | undefined>;
    const target = Object.values(rest)[0];
    for (const action of actions) {
      const access = { action, principal, ...(queue ? { queue } : {}), ...(target ? { target } : {}) };
      if (!(await authorize(access))) throw new ForbiddenError(`the authorize hook refuses ${action}`);
    }
  });
}

/** What a request does, once its body is known. What is not there does nothing. */
function actionsOf(request: FastifyRequest): readonly Action[] {
  const { action = 'public', actions } = request.routeOptions.config;
  if (action === 'public') return [];
  return actions?.(request) ?? [action];
}

function mustNameAction({ config, method, url }: RouteOptions): void {
  const action = config?.action;
  if (action === undefined) throw new Error(`the route ${method} ${url} names no action`);
  const changes = action !== 'public' && ACTIONS[action].changes;
  const isSafe = ([method].flat() as string[]).every((one) => one === 'GET' || one === 'HEAD' || one === 'OPTIONS');
  if (changes && isSafe)
    throw new Error(`the route ${method} ${url} changes something and may be cached or fetched ahead`);
}

function mustBeAllowed(principal: Principal, action: Action, readOnly: boolean): void {
  const { role, changes } = ACTIONS[action];
  if (!mayDo(principal.role, action)) throw new ForbiddenError(`${action} needs the role ${role}`);
  if (changes && readOnly) throw new ForbiddenError('this API is read-only', 'ERR_READ_ONLY');
}
