// What stands at `/` where no page does: where to go from here.
import { Type } from 'typebox';
import type { App } from './app.js';
import type { Context } from './context.js';

const Entry = Type.Object({ service: Type.String(), links: Type.Record(Type.String(), Type.String()) });

export function addEntry(app: App, context: Context): void {
  app.get('/', { config: { action: 'public' }, schema: { hide: true, response: { 200: Entry } } }, async (request) => {
    const base = context.baseOf(request);
    const api = `${base}/api/v1`;
    return {
      service: 'Longshore status API',
      links: {
        queues: `${api}/queues`,
        workers: `${api}/workers`,
        redis: `${api}/redis`,
        events: `${api}/events`,
        description: `${api}/openapi.json`,
        metrics: `${base}/metrics`,
      },
    };
  });
}
