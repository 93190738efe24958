import { InvalidOptionError } from '@longshore/core';
import { describe, expect } from 'vitest';
import { type ApiBed, test } from '../../support/api-bed.js';
import { ROLE_TOKENS } from '../../support/api-roles.js';

const OPS = 'https://ops.example.com';
const LOOKALIKES = [
  'http://ops.example.com',
  'https://ops.example.com:8443',
  'https://ops.example.com.evil.example',
  'https://evil-ops.example.com',
  'https://OPS.example.com',
  'null',
];

const preflight = (bed: ApiBed, origin: string) =>
  bed.ask('/api/v1/queues', {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' },
  });

describe('pages of other origins', () => {
  test('are allowed nothing by default', async ({ bed }) => {
    const { headers } = await bed.ask('/api/v1/queues', { headers: { origin: OPS } });
    expect(headers.get('access-control-allow-origin')).toBe(null);
    expect((await preflight(bed, OPS)).headers.get('access-control-allow-methods')).toBe(null);
  });

  test('that are listed may ask and read, with a token and without cookies', async ({ bed }) => {
    await bed.start({ corsOrigins: [OPS], tokens: ROLE_TOKENS });
    const asked = await preflight(bed, OPS);
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(OPS);
    expect(asked.headers.get('access-control-allow-methods')).toMatch(/PATCH/);
    expect(asked.headers.get('access-control-allow-headers')).toMatch(/authorization/);
    expect(asked.headers.get('access-control-allow-credentials')).toBe(null);
    const read = await bed.ask('/api/v1/queues', { headers: { origin: OPS }, token: ROLE_TOKENS[0]?.token ?? '' });
    expect(read).toMatchObject({ status: 200 });
    expect(read.headers.get('access-control-allow-origin')).toBe(OPS);
    expect(read.headers.get('vary')).toMatch(/origin/i);
    // Refusals can be read too, or the page could not tell why.
    const refused = await bed.ask('/api/v1/queues', { headers: { origin: OPS } });
    expect(refused).toMatchObject({ status: 401 });
    expect(refused.headers.get('access-control-allow-origin')).toBe(OPS);
  });

  test.for(LOOKALIKES)('that only look like a listed one are not: %s', async (origin, { bed }) => {
    await bed.start({ corsOrigins: [OPS] });
    expect((await preflight(bed, origin)).headers.get('access-control-allow-origin')).toBe(null);
    expect((await bed.ask('/api/v1/queues', { headers: { origin } })).headers.get('access-control-allow-origin')).toBe(
      null,
    );
  });

  test.for(['*', 'ops.example.com', `${OPS}/`, `${OPS}/path`, 'null', 'file://'])(
    '%s is no origin to be listed',
    async (origin, { bed }) => {
      const started = bed.start({ corsOrigins: [origin] });
      await expect(started).rejects.toThrow(InvalidOptionError);
      await expect(started).rejects.toMatchObject({ field: 'options.corsOrigins[0]' });
    },
  );
});
