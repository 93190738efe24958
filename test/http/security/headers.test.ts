// XSS (security.md), as far as answers go: nothing that comes from a queue is ever served as a page, and nothing in it may run.
import { describe, expect } from 'vitest';
import { test } from '../../support/api-bed.js';
import { askRaw } from '../../support/raw-request.js';

const POLICY =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';font-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none'";
const PAYLOAD = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';

describe('every answer', () => {
  test.for([
    '/api/v1/queues',
    '/api/v1/openapi.json',
    '/api/v1/session',
    '/livez',
    `/api/v1/queues/${encodeURIComponent(PAYLOAD)}`,
    `/api/v1/${encodeURIComponent(PAYLOAD)}`,
    `/api/v1/queues?${encodeURIComponent(PAYLOAD)}=1`,
    `/?${PAYLOAD}`,
    '/%3Cscript%3E/%zz',
  ])('of %s is JSON that no browser takes for a page', async (path, { bed }) => {
    const { head } = await askRaw(bed.url, [`GET ${path.replaceAll(' ', '%20')} HTTP/1.1`, 'host: localhost']);
    expect(head).toMatch(/^content-type: application\/(problem\+)?json/im);
    expect(head).toMatch(/^x-content-type-options: nosniff/im);
    expect(head).toMatch(/^cache-control: no-store/im);
  });

  test('lets nothing run, be framed or be told onwards', async ({ bed }) => {
    const { headers } = await bed.ask('/api/v1/queues');
    expect(headers.get('content-security-policy')).toBe(POLICY);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-powered-by')).toBe(null);
    expect(headers.get('strict-transport-security')).toBe(null);
  });

  test('carries what hostile jobs bring as text in JSON', async ({ bed }) => {
    await bed.queue.add('<b>x</b>', { html: PAYLOAD }, { jobId: '<b>id</b>' });
    for (const path of ['/jobs?state=waiting', `/jobs/${encodeURIComponent('<b>id</b>')}`]) {
      const { status, headers } = await bed.ofQueue(path);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(headers.get('content-security-policy')).toBe(POLICY);
    }
  });
});
