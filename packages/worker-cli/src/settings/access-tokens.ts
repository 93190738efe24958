// Secrets of the dashboard, from a variable, a configuration file or a file of their own. What is wrong with one is told
// without it: messages end up in logs.
import type { AccessToken } from '@longshore/dashboard-api';
import { z } from 'zod';

const ROLES = ['read', 'operate', 'admin'] as const satisfies readonly AccessToken['role'][];
/** What can stand behind `Authorization: Bearer`, and cannot be guessed. */
const TOKEN = /^[\w.~+/=-]{16,}$/;
const LEAST_SECRET = 32;

/** The part after the second sign may have it too. */
const parted = (text: string, sign: RegExp): unknown => {
  const [role, name, ...rest] = text.trim().split(sign);
  return { role, name, token: rest.join(':') };
};

function problemOf(given: unknown): string | undefined {
  const { role, name, token } = (given ?? {}) as Readonly<Record<string, unknown>>;
  if (!ROLES.includes(role as AccessToken['role'])) return `expected one of the roles ${ROLES.join(', ')} first`;
  if (typeof name !== 'string' || name === '') return 'expected the name of its owner after the role';
  if (typeof token !== 'string' || !TOKEN.test(token))
    return `expected a token of at least 16 letters, digits and any of - . _ ~ + / = for ${name}`;
  return undefined;
}

const LIST = z.array(z.unknown()).transform((all, context): AccessToken[] => {
  for (const [i, one] of all.entries()) {
    const problem = problemOf(one);
    if (problem !== undefined) context.addIssue(`token ${i + 1}: ${problem}`);
  }
  return (all as AccessToken[]).map(({ role, name, token }) => ({ role, name, token }));
});

/** `ROLE:NAME:TOKEN`, parted by commas; in a configuration file also a list of such, or of `{ role, name, token }`. */
export const accessTokens = z
  .union([z.string().transform((all) => all.split(',')), z.array(z.unknown())], 'expected ROLE:NAME:TOKEN')
  .transform((all) => all.map((one) => (typeof one === 'string' ? parted(one, /:/) : one)))
  .pipe(LIST);

/** What is in a file of tokens: a list in JSON, or lines `ROLE NAME TOKEN`; empty ones and those after `#` do not count. */
export const tokensOfFile = z
  .string()
  .transform((text, context): unknown => {
    if (!text.trimStart().startsWith('[')) return linesOf(text);
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('it begins as JSON and is none');
      return z.NEVER;
    }
  })
  .pipe(LIST);

const linesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => parted(line, /\s+/));

/** What signs sessions. */
export const signingSecret = z
  .string('expected a text')
  .trim()
  .min(LEAST_SECRET, `expected a text of at least ${LEAST_SECRET} characters`);
