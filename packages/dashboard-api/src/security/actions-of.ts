import type { FastifyRequest } from 'fastify';
import type { Action } from './roles.js';

/** What a request does, once its body is known: always something, unless it is public or nothing is there. */
export function actionsOf(request: FastifyRequest): readonly Action[] {
  const { action = 'public', actions } = request.routeOptions.config;
  if (action === 'public') return [];
  const named = actions?.(request) ?? [];
  return named.length > 0 ? named : [action];
}
