// Logging in with a token, for the page: a browser keeps a cookie that no script can read. Programs send their token along.
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { Login, Session } from '../schemas/session.js';
import type { Authenticated } from '../security/authenticate.js';
import { ACTIONS, type Action, mayDo } from '../security/roles.js';
import type { CookieScope } from '../security/sessions.js';
import { answers } from './answers.js';

export function sessionRoutes(app: App, context: Context): void {
  loginRoute(app, context);
  logoutRoute(app, context);
  app.get(
    '/session',
    {
      config: { action: 'session.read', redis: false },
      schema: { tags: ['session'], summary: 'Who I am, and what I may do', response: answers({ 200: Session }) },
    },
    async ({ principal, means }) => viewOf(context, { principal, means } as Authenticated),
  );
}

function loginRoute(app: App, context: Context): void {
  app.post(
    '/session',
    {
      config: { action: 'public', isLogin: true },
      schema: {
        tags: ['session'],
        summary: 'Log in with a token',
        description: 'Sets a cookie, which holds for twelve hours. A page of another origin cannot log in.',
        body: Login,
        response: answers({ 200: Session }),
      },
    },
    async (request, reply) => {
      const known = context.authenticator.mustKnow(request.body.token);
      request.log.info({ principal: known.principal.name, address: request.ip }, 'logged in');
      reply.header('set-cookie', context.authenticator.sessions.open(known, scopeOf(context, request)));
      return viewOf(context, { principal: known.principal, means: 'session' });
    },
  );
}

function logoutRoute(app: App, context: Context): void {
  app.delete(
    '/session',
    {
      config: { action: 'public' },
      schema: {
        tags: ['session'],
        summary: 'Log out: the browser forgets the cookie',
        response: answers({ 204: Type.Null({ description: 'Done, also where nobody was logged in.' }) }),
      },
    },
    async (request, reply) =>
      reply
        .code(204)
        .header('set-cookie', context.authenticator.sessions.end(scopeOf(context, request)))
        .send(null),
  );
}

const scopeOf = (context: Context, request: FastifyRequest): CookieScope => ({
  path: context.baseOf(request) || '/',
  secure: request.protocol === 'https',
});

function viewOf({ settings: { readOnly } }: Context, { principal: { name, role }, means }: Authenticated) {
  const actions = (Object.keys(ACTIONS) as Action[]).filter(
    (action) => mayDo(role, action) && !(readOnly && ACTIONS[action].changes),
  );
  return { name, role, readOnly, actions, means };
}
