import type { TSchema } from 'typebox';
import { ProblemDocument } from '../schemas/shared.js';

const PROBLEM = { content: { 'application/problem+json': { schema: ProblemDocument } } };

/** What a route answers: these, and problem documents. */
export const answers = <A extends Record<number, TSchema>>(documents: A) => ({
  ...documents,
  '4xx': PROBLEM,
  '5xx': PROBLEM,
});
