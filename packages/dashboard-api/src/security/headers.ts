// What every answer tells browsers: take it for nothing but what it says it is, load nothing from elsewhere, show it in no
// frame, keep nothing, tell nobody where one came from. Where an answer could be taken for a page, nothing in it may run.
import helmet from '@fastify/helmet';
import type { App } from '../app.js';

const SELF = ["'self'"];
const NONE = ["'none'"];

const HELMET = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: NONE,
      scriptSrc: SELF,
      styleSrc: SELF,
      imgSrc: [...SELF, 'data:'],
      connectSrc: SELF,
      fontSrc: SELF,
      baseUri: NONE,
      formAction: SELF,
      frameAncestors: NONE,
    },
  },
  referrerPolicy: { policy: 'no-referrer' as const },
  xFrameOptions: { action: 'deny' as const },
  // Said below, where it is true.
  strictTransportSecurity: false,
};

const YEAR_S = 365 * 24 * 60 * 60;

export async function addHeaders(app: App): Promise<void> {
  await app.register(helmet, HELMET);
  app.addHook('onRequest', (request, reply, done) => {
    // Files of the page say otherwise when they are sent.
    reply.header('cache-control', 'no-store');
    if (request.protocol === 'https') reply.header('strict-transport-security', `max-age=${YEAR_S}`);
    done();
  });
}
