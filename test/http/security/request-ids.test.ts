import { describe, expect } from 'vitest';
import { test } from '../../support/api-bed.js';
import { askRaw } from '../../support/raw-request.js';

describe('the id of a request', () => {
  test.for(['/api/v1/queues', '/api/v1/queues/nowhere', '/api/v1/nothing', '/livez'])(
    'is told by %s',
    async (path, { bed }) => {
      const { headers, body, status } = await bed.ask(path, { headers: { 'x-request-id': 'mine-1' } });
      expect(headers.get('x-request-id')).toBe('mine-1');
      if (status >= 400) expect(body.requestId).toBe('mine-1');
      expect((await bed.ask(path)).headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    },
  );

  test('is made anew where what was sent is no id', async ({ bed }) => {
    const { headers, body } = await bed.ask('/api/v1/nothing', { headers: { 'x-request-id': 'a"} {"level":60' } });
    expect(body.requestId).toMatch(/^[\da-f-]{36}$/);
    expect(headers.get('x-request-id')).toBe(body.requestId);
  });

  test('is told of paths that cannot be read', async ({ bed }) => {
    const { status, head, body } = await askRaw(bed.url, [
      'GET /api/v1/queues/%zz HTTP/1.1',
      'host: localhost',
      'x-request-id: mine-2',
    ]);
    expect(status).toBe(400);
    expect(head).toMatch(/x-request-id: mine-2/i);
    expect(head).toMatch(/content-type: application\/problem\+json/i);
    expect(JSON.parse(body)).toMatchObject({ code: 'ERR_REQUEST', requestId: 'mine-2' });
  });
});
