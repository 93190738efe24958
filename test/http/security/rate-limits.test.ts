import { describe, expect } from 'vitest';
import { test } from '../../support/api-bed.js';
import { ROLE_TOKENS } from '../../support/api-roles.js';

const tokenOf = (name: string): string => ROLE_TOKENS.find((one) => one.name === name)?.token ?? '';

describe('who sends too many requests', () => {
  test('is told when to ask again, and nobody else is', async ({ bed }) => {
    await bed.start({ rateLimit: { max: 5, per: '10m' }, tokens: ROLE_TOKENS });
    const ask = (name: string) => bed.ask('/api/v1/session', { token: tokenOf(name) });
    for (let i = 0; i < 5; i++) expect(await ask('read')).toMatchObject({ status: 200 });
    const refused = await ask('read');
    expect(refused).toMatchObject({ status: 429, body: { code: 'ERR_RATE_LIMITED', requestId: expect.any(String) } });
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await ask('operate')).toMatchObject({ status: 200 });
    // Whoever starts and watches this process is no guest.
    for (let i = 0; i < 10; i++) expect(await bed.ask('/livez')).toMatchObject({ status: 200 });
  });

  test('of changes, may still look', async ({ bed }) => {
    await bed.queue.add('work', 1);
    await bed.start({ rateLimit: { max: 3, per: '10m' }, tokens: ROLE_TOKENS });
    const token = tokenOf('admin');
    const pause = () => bed.ofQueue('', { method: 'PATCH', json: { paused: true }, token });
    for (let i = 0; i < 3; i++) expect(await pause()).toMatchObject({ status: 200 });
    expect(await pause()).toMatchObject({ status: 429 });
    expect(await bed.ofQueue('', { token })).toMatchObject({ status: 200 });
  });

  test('without a token that is known, is counted by address; who has one passes', async ({ bed }) => {
    await bed.start({ rateLimit: { max: 3, per: '10m' }, tokens: ROLE_TOKENS });
    const guess = () => bed.ask('/api/v1/queues', { token: 'a-guess-of-a-token' });
    for (let i = 0; i < 3; i++) expect(await guess()).toMatchObject({ status: 401 });
    expect(await guess()).toMatchObject({ status: 429 });
    expect(await bed.ask('/api/v1/queues')).toMatchObject({ status: 429 });
    expect(await bed.ask('/api/v1/queues', { token: tokenOf('read') })).toMatchObject({ status: 200 });
  });

  test('is nobody where there is no limit', async ({ bed }) => {
    await bed.start({ rateLimit: false, tokens: ROLE_TOKENS });
    const asked = Array.from({ length: 150 }, () => bed.ask('/api/v1/queues', { token: 'a-guess-of-a-token' }));
    for (const { status } of await Promise.all(asked)) expect(status).toBe(401);
  });
});
