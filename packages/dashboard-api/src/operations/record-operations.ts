// The log of operations: whatever asks for a change is entered, whether it was done, denied or failed, before its answer goes
// out. Who was answered finds it there. An entry that cannot be written is logged instead: the change is made by then, and to
// tell otherwise would be wrong.

import type { OperationEntry } from '@longshore/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { actionsOf } from '../security/actions-of.js';
import { ACTIONS, type Action } from '../security/roles.js';
import { subjectOf } from '../security/subject.js';
import { Allowance } from './allowance.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What else of it is worth entering, as small as it can be: never data of jobs. */
    operation: Readonly<Record<string, unknown>> | null;
  }
}

/** Of attempts by nobody who is known, in a minute: they shall not push out what was done. */
const ANONYMOUS = 10;

export function recordOperations(app: App, context: Context): void {
  const anonymous = new Allowance(ANONYMOUS, 60_000);
  app.decorateRequest('operation', null);
  app.addHook('onSend', async (request, reply) => {
    const entries = entriesOf(request, reply);
    if (entries.length === 0) return;
    if (!request.principal && !anonymous.take()) return;
    await Promise.all(entries.map((entry) => write(context, request, entry)));
  });
}

async function write({ operations, circuit }: Context, request: FastifyRequest, entry: OperationEntry): Promise<void> {
  request.log.info({ operation: entry }, `${entry.action}: ${entry.outcome}`);
  try {
    circuit.check();
    await operations.append(entry);
  } catch (err) {
    circuit.note(err);
    request.log.error({ err, operation: entry }, 'could not be entered into the log of operations');
  }
}

function entriesOf(request: FastifyRequest, reply: FastifyReply): OperationEntry[] {
  const { principal, operation, id } = request;
  const status = reply.statusCode;
  // Who sends too many is told so, and no more.
  if (isDryRun(request.body) || status === 429) return [];
  const entry = {
    ...(principal ? { principal: cut(principal.name) } : {}),
    ...Object.fromEntries(Object.entries(subjectOf(request)).map(([name, text]) => [name, cut(text)])),
    requestId: cut(id),
    outcome: outcomeOf(status),
    status,
    ...(operation ? { detail: operation } : {}),
  };
  return changesOf(request).map((action) => ({ action, ...entry }));
}

/** The actions that change something. A body that was refused may name what is none, or nothing: then only the least is known. */
function changesOf(request: FastifyRequest): readonly Action[] {
  const { action } = request.routeOptions.config;
  if (action === undefined || action === 'public') return [];
  const named = namedBy(request).filter((one) => Object.hasOwn(ACTIONS, one));
  return (named.length > 0 ? named : [action]).filter((one) => ACTIONS[one].changes);
}

function namedBy(request: FastifyRequest): readonly Action[] {
  try {
    return actionsOf(request);
  } catch {
    return [];
  }
}

/** All routes that can only show what would be changed are asked so by this. */
const isDryRun = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'dryRun' in body && body.dryRun === true;

const outcomeOf = (status: number): OperationEntry['outcome'] => {
  if (status < 400) return 'done';
  return status === 401 || status === 403 || status === 421 ? 'denied' : 'failed';
};

/** As long as a text in the log may be; what is longer was never the name of anything. */
const cut = (text: string): string => text.slice(0, 1000);
