// Fastify as the routes see it: schemas are the types of what comes in and what goes out.
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Action } from './security/roles.js';

/** What is sent is only read: the library's views of jobs and queues are read-only all the way down. */
type Sent<T> = T extends object ? { readonly [K in keyof T]: Sent<T[K]> } : T;

interface SchemasAsTypes extends FastifyTypeProvider {
  validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
  serializer: this['schema'] extends TSchema ? Sent<Static<this['schema']>> : unknown;
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  SchemasAsTypes
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route does. Every route has one; see security/roles.ts. `'public'`: whoever asks may have it. */
    action?: Action | 'public';
    /** What a request really does, where its body says that; `action` is then the least of it. Each is checked before the route runs. */
    actions?: (request: FastifyRequest) => readonly Action[];
    /** Whether it needs Redis, so that it is refused at once while that is down. Default true. */
    redis?: boolean;
    /** Whether it takes tokens from who is not known yet: such are counted apart. */
    isLogin?: boolean;
  }
}
