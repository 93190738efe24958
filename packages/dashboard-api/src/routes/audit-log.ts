// What was done through the API, and by whom.
import { Type } from 'typebox';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { withFields } from '../problems/with-fields.js';
import { Operation } from '../schemas/operations.js';
import { Cursor, clamp, closed, Limit } from '../schemas/shared.js';
import { answers } from './answers.js';

export function auditLogRoutes(app: App, { operations }: Context): void {
  app.get(
    '/audit-log',
    {
      config: { action: 'operations.read' },
      schema: {
        tags: ['operations'],
        summary: 'What was done, denied or failed, newest first',
        description: 'About 10,000 entries are kept, also of queues that are gone.',
        querystring: closed({ limit: Limit, cursor: Cursor }),
        response: answers({
          200: Type.Object({
            operations: Type.Array(Operation),
            cursor: Type.Optional(Type.String({ description: 'Leads to the next page; absent where the log ends.' })),
          }),
        }),
      },
    },
    async ({ query: { limit, cursor } }) =>
      withFields({ options: 'query' }, () =>
        operations.list({ limit: clamp(limit), ...(cursor === undefined ? {} : { cursor }) }),
      ),
  );
}
