// What every request passes before its route, in this order, cheapest first:
//   1. the Host header names this API;
//   2. the route says what it does (routes that do not are refused when they are registered);
//   3. somebody is known who asks, also for what is not there: nobody else shall find out what is;
//   4. a change comes from no page of another origin;
//   5. they have not sent too many;
//   6. their role allows it, and read-only mode does;
//   7. Redis is not known to be down;
//   8. where the body says what is done, the role and the mode allow that too;
//   9. the `authorize` hook does.
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { ForbiddenError } from '../problems/problem-error.js';
import { actionsOf } from './actions-of.js';
import type { Authenticated } from './authenticate.js';
import { makeCrossSiteCheck } from './cross-site-check.js';
import { makeHostCheck } from './host-check.js';
import type { Principal } from './principal.js';
import { addRateLimits } from './rate-limits.js';
import { ACTIONS, type Action, mayDo } from './roles.js';
import { subjectOf } from './subject.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on public routes. */
    principal: Principal | null;
    /** How they are known. */
    means: Authenticated['means'] | null;
  }
}

export async function addGuard(app: App, context: Context): Promise<void> {
  app.decorateRequest('principal', null);
  app.decorateRequest('means', null);
  app.addHook('onRoute', mustNameAction);
  await addFirstChecks(app, context);
  const { authorize, readOnly } = context.settings;
  // After validation: the hook sees parameters that can be what they are called.
  app.addHook('preHandler', async (request) => {
    const { principal } = request;
    if (!principal) return;
    const actions = actionsOf(request);
    for (const action of actions) mustBeAllowed(principal, action, readOnly);
    if (!authorize) return;
    for (const action of actions) {
      if (!(await authorize({ action, principal, ...subjectOf(request) })))
        throw new ForbiddenError(`the authorize hook refuses ${action}`);
    }
  });
}

async function addFirstChecks(app: App, { settings, circuit, authenticator }: Context): Promise<void> {
  const checkHost = makeHostCheck(settings.allowedHosts);
  const checkCrossSite = makeCrossSiteCheck(settings.corsOrigins);
  const limits = await addRateLimits(app, settings);
  const identify = async (request: FastifyRequest, reply: FastifyReply): Promise<Principal> => {
    try {
      const { principal, means } = await authenticator.whoAsks(request);
      return Object.assign(request, { principal, means }).principal;
    } catch (error) {
      await limits.refused(request, reply);
      throw error;
    }
  };
  app.addHook('onRequest', async (request, reply) => {
    checkHost(request.raw);
    const { action, isLogin, redis = true } = request.routeOptions.config;
    if (action === 'public') {
      checkCrossSite(request);
      if (isLogin) await limits.login(request, reply);
      return;
    }
    const principal = await identify(request, reply);
    if (request.means !== 'bearer') checkCrossSite(request);
    await (action !== undefined && ACTIONS[action].changes ? limits.change : limits.rest)(request, reply);
    // Nothing is there.
    if (action === undefined) return;
    mustBeAllowed(principal, action, settings.readOnly);
    if (redis) circuit.check();
  });
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
