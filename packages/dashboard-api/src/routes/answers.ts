import type { TSchema } from 'typebox';
import { ProblemDocument } from '../schemas/shared.js';

const PROBLEM = {
  description: 'A problem document (RFC 9457).',
  content: { 'application/problem+json': { schema: ProblemDocument } },
};

/** What a route answers: these, and problem documents. */
export const answers = <A extends Record<number, TSchema>>(documents: A) => ({
  ...documents,
  '4xx': PROBLEM,
  '5xx': PROBLEM,
});
