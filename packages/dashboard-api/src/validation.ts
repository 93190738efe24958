// How requests and answers are checked, whatever the server around this API does: strictly. Text of a path or a query may
// become a number or a truth; nothing in a body is changed, left out or made up.
import responseValidation from '@fastify/response-validation';
import { Ajv } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import type { App } from './app.js';

const RULES = { allErrors: false, removeAdditional: false, strict: false } as const;

export async function addValidation(app: App): Promise<void> {
  // Verbose: a refusal is told with examples of what was expected. Not of answers, whose errors are logged.
  const ofBodies = new Ajv({ ...RULES, verbose: true, coerceTypes: false, useDefaults: false });
  const ofTexts = new Ajv({ ...RULES, verbose: true, coerceTypes: true, useDefaults: false });
  const compile: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) =>
    (httpPart === 'body' ? ofBodies : ofTexts).compile(schema);
  app.setValidatorCompiler(compile);
  await app.register(responseValidation, { ajv: new Ajv({ ...RULES, coerceTypes: false, useDefaults: false }) });
}
