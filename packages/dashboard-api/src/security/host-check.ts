// Against DNS rebinding: a page from elsewhere that makes its own name point to this machine sends that name as Host. Only
// names that were meant are answered.
import type { IncomingMessage } from 'node:http';
import { ProblemError } from '../problems/problem-error.js';

const OWN = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a request names this API as it may be called; the port does not matter. */
export function makeHostCheck(allowed: readonly string[] = OWN): (request: IncomingMessage) => void {
  const names = new Set(allowed.map((name) => name.toLowerCase()));
  if (names.has('*')) return () => undefined;
  return ({ headers: { host = '' } }) => {
    const [, name = ''] = /^(\[[0-9a-f:.]+\]|[^:]+)(?::\d{1,5})?$/i.exec(host) ?? [];
    if (!names.has(name.toLowerCase()))
      throw new ProblemError(
        'ERR_HOST',
        421,
        'this API is not known by that name; the option allowedHosts lists those that it answers to',
        'headers.host',
      );
  };
}
