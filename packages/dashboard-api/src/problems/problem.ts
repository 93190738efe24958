// Errors as RFC 9457 problem documents. What a client did wrong is told in full; what went wrong in the server is logged, and
// told by its code and the id of the request alone.
import { LongshoreError } from '@longshore/core';
import type { ErrorObject } from 'ajv';
import type { FastifyError, FastifyReply, FastifyRequest, FastifySchemaValidationError } from 'fastify';
import type { Static } from 'typebox';
import type { ProblemDocument } from '../schemas/shared.js';
import { ProblemError } from './problem-error.js';
import { statusOf } from './status-of.js';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** The fields of RFC 9457, and ours. Its type is an URN that ends in the code: it names the kind of problem and leads nowhere. */
type Problem = Static<typeof ProblemDocument>;

/** What an error tells besides, which becomes part of its problem. */
const FURTHER = ['ids', 'indexes', 'outcome'] as const;

interface Fault {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly field?: string | undefined;
  readonly further?: object;
}

/** Codes of Fastify that users meet; others of it are `ERR_REQUEST` with their own text. */
const FASTIFY: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'ERR_MEDIA_TYPE',
  FST_ERR_CTP_BODY_TOO_LARGE: 'ERR_PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_INVALID_JSON_BODY: 'ERR_INVALID_JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'ERR_INVALID_JSON',
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  421: 'Misdirected request',
  422: 'Cannot be processed',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
  507: 'Insufficient storage',
};

/** Answers an error as a problem document. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const fault = faultOf(error);
  if (fault.status >= 500) request.log.error({ err: error, code: fault.code }, fault.detail);
  if (fault.status === 503) reply.header('retry-after', '1');
  if (fault.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(fault.status)
    .header('cache-control', 'no-store')
    .type(PROBLEM_TYPE)
    .send(problemOf(fault, request));
}

function problemOf({ code, status, detail, field, further }: Fault, request: FastifyRequest): string {
  const problem: Problem = {
    type: `urn:longshore:problem:${code}`,
    title: TITLES[status] ?? 'Error',
    status,
    detail,
    instance: pathOf(request.originalUrl),
    code,
    ...(field === undefined ? {} : { field }),
    ...further,
    requestId: request.id,
  };
  return JSON.stringify(problem);
}

function faultOf(error: unknown): Fault {
  if (error instanceof ProblemError) return { ...pick(error), status: error.status };
  if (error instanceof LongshoreError) return { ...pick(error), status: statusOf(error.code) };
  const { code = '', statusCode = 500, validation, message } = error as FastifyError;
  if (validation !== undefined) return invalid(error as FastifyError);
  if (statusCode < 500) return { code: FASTIFY[code] ?? 'ERR_REQUEST', status: statusCode, detail: message };
  return {
    code: 'ERR_INTERNAL',
    status: 500,
    detail: 'the server failed; its log tells why, by the id of this request',
  };
}

const pick = (error: Partial<Problem> & { code: string; message: string }) => ({
  code: error.code,
  detail: error.message,
  field: error.field,
  further: Object.fromEntries(FURTHER.flatMap((key) => (key in error ? [[key, error[key]]] : []))),
});

const PLACES: Readonly<Record<string, string>> = { querystring: 'query', params: 'path' };

/** Names the field as `body.options.delay`, `query.limit`. */
function invalid({ validation = [], validationContext = 'body' }: FastifyError): Fault {
  const [first] = validation;
  const params = (first?.params ?? {}) as Record<string, unknown>;
  const inside = params['additionalProperty'] ?? params['missingProperty'];
  const path = [...(first?.instancePath ?? '').split('/').filter(Boolean), ...(inside === undefined ? [] : [inside])];
  const place = PLACES[validationContext] ?? validationContext;
  const field = [place, ...path].join('.');
  return { code: 'ERR_INVALID_REQUEST', status: 400, detail: `${field}: ${expectationOf(first)}`, field };
}

/** A pattern says little to people: examples tell what is expected. */
function expectationOf(error: (FastifySchemaValidationError & Partial<ErrorObject>) | undefined): string {
  const examples = error?.keyword === 'pattern' ? error.parentSchema?.['examples'] : undefined;
  if (!Array.isArray(examples)) return error?.message ?? 'is not valid';
  return `expected something like ${examples.map((example) => JSON.stringify(example)).join(', ')}`;
}

const pathOf = (url: string): string => url.split('?', 1)[0] as string;
