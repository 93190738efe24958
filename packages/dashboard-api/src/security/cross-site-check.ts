// Against pages from elsewhere that make a browser change something (CSRF). A browser sends cookies by itself, and whatever
// the program around the API goes by; and where nobody has to show who they are, being on this machine is enough. Only a
// bearer token is never sent by itself. So all changes without one must come from the API's own page, or from no page.
//
// Browsers say where a request comes from, and pages cannot make them say otherwise. Programs say nothing, and may pass.
import type { FastifyRequest } from 'fastify';
import { ForbiddenError } from '../problems/problem-error.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** @param allowed origins of pages elsewhere that may change things too */
export function makeCrossSiteCheck(allowed: readonly string[] = []): (request: FastifyRequest) => void {
  const listed = new Set(allowed);
  return ({ method, headers, host }) => {
    if (SAFE_METHODS.has(method)) return;
    const { origin, 'sec-fetch-site': site } = headers;
    if (origin !== undefined && listed.has(origin)) return;
    const isOwnSite = site === undefined || site === 'same-origin' || site === 'none';
    if (isOwnSite && (origin === undefined || hostOf(origin) === host.toLowerCase())) return;
    throw new ForbiddenError('a page of another origin may not change anything here', 'ERR_CROSS_SITE');
  };
}

/** `example.com:8080` of `https://example.com:8080`; undefined of `null` and of what is no origin. */
function hostOf(origin: string): string | undefined {
  return /^https?:\/\/([^/?#@\s]+)$/i.exec(origin)?.[1]?.toLowerCase();
}
