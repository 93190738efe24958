import { describe, expect } from 'vitest';
import { type ApiBed, test } from '../../support/api-bed.js';
import { ROLE_TOKENS } from '../../support/api-roles.js';

const SECRET = 'a secret of the test, long enough for it';
const [reader, , admin] = ROLE_TOKENS as [(typeof ROLE_TOKENS)[0], unknown, (typeof ROLE_TOKENS)[0]];

const login = (bed: ApiBed, token: string, headers = {}) =>
  bed.ask('/api/v1/session', { method: 'POST', json: { token }, headers });

/** The cookie that a login was answered, as a browser sends it back. */
async function cookieOf(bed: ApiBed, token: string): Promise<string> {
  const { status, headers } = await login(bed, token);
  expect(status).toBe(200);
  return headers.get('set-cookie')?.split(';', 1)[0] ?? '';
}

const whoAmI = (bed: ApiBed, cookie: string) => bed.ask('/api/v1/session', { headers: { cookie } });

describe('a session', () => {
  test('is a cookie that no script and no other site can use', async ({ bed }) => {
    await bed.start({ tokens: ROLE_TOKENS, secret: SECRET });
    const { status, headers, body } = await login(bed, reader.token);
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'read', role: 'read', readOnly: false, means: 'session' });
    const [cookie = '', ...attributes] = headers.get('set-cookie')?.split('; ') ?? [];
    expect(attributes).toEqual(['Path=/', 'Max-Age=43200', 'HttpOnly', 'SameSite=Strict']);
    expect(cookie).not.toContain(reader.token);
    expect(await whoAmI(bed, `other=1; ${cookie}`)).toMatchObject({ status: 200, body: { name: 'read' } });
    expect(await bed.ask('/api/v1/queues', { headers: { cookie } })).toMatchObject({ status: 200 });
  });

  test('tells what may be done', async ({ bed }) => {
    await bed.start({ tokens: ROLE_TOKENS, readOnly: true });
    const { body } = await bed.ask('/api/v1/session', { token: admin.token });
    expect(body).toMatchObject({ name: 'admin', readOnly: true, means: 'bearer' });
    expect(body.actions).toContain('operations.read');
    expect(body.actions).not.toContain('jobs.add');
    const { body: read } = await bed.ask('/api/v1/session', { token: reader.token });
    expect(read.actions).not.toContain('operations.read');
  });

  test('may not change anything from another origin, nor be opened from there', async ({ bed }) => {
    await bed.start({ tokens: ROLE_TOKENS });
    const cookie = await cookieOf(bed, admin.token);
    const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const json = { paused: true };
    expect(await bed.ofQueue('', { method: 'PATCH', json, headers: { cookie, ...elsewhere } })).toMatchObject({
      status: 403,
      body: { code: 'ERR_CROSS_SITE' },
    });
    expect(await login(bed, admin.token, elsewhere)).toMatchObject({ status: 403 });
  });

  test('holds at every process with the same secret, and not with another', async ({ bed }) => {
    await bed.start({ tokens: ROLE_TOKENS, secret: SECRET });
    const cookie = await cookieOf(bed, reader.token);
    await bed.start({ tokens: ROLE_TOKENS, secret: SECRET });
    expect(await whoAmI(bed, cookie)).toMatchObject({ status: 200 });
    await bed.start({ tokens: ROLE_TOKENS });
    expect(await whoAmI(bed, cookie)).toMatchObject({ status: 401 });
  });

  test('ends with its token', async ({ bed }) => {
    await bed.start({ tokens: ROLE_TOKENS, secret: SECRET });
    const cookie = await cookieOf(bed, reader.token);
    await bed.start({ tokens: [admin], secret: SECRET });
    expect(await whoAmI(bed, cookie)).toMatchObject({ status: 401 });
  });

  test('cannot be made up, changed or cut', async ({ bed }) => {
    await bed.start({ tokens: ROLE_TOKENS, secret: SECRET });
    const cookie = await cookieOf(bed, reader.token);
    const [name = '', value = ''] = cookie.split('=');
    const [text = '', mac = ''] = value.split('~');
    const [id = '', endsAt = ''] = text.split('.');
    const forged = [
      '',
      '~',
      text,
      `${text}~`,
      `${id}.${Number(endsAt) + 1}~${mac}`,
      `${text}~${mac.slice(0, -1)}`,
      `${text}~${'A'.repeat(43)}`,
      `${id}.9999999999999~${mac}`,
      `__proto__.9999999999999~${mac}`,
    ];
    for (const one of forged) expect(await whoAmI(bed, `${name}=${one}`), one).toMatchObject({ status: 401 });
    expect(await whoAmI(bed, `${name}x=${value}`)).toMatchObject({ status: 401 });
    expect(await whoAmI(bed, cookie)).toMatchObject({ status: 200 });
  });

  test('is left by logging out, also where there was none', async ({ bed }) => {
    await bed.start({ tokens: ROLE_TOKENS });
    for (const cookie of ['', await cookieOf(bed, reader.token)]) {
      const { status, headers } = await bed.ask('/api/v1/session', { method: 'DELETE', headers: { cookie } });
      expect(status).toBe(204);
      expect(headers.get('set-cookie')).toMatch(/^longshore_session=; Path=\/; Max-Age=0; HttpOnly; SameSite=Strict$/);
    }
  });

  test('is sent where the API is, and by https alone where it came by https', async ({ bed }) => {
    await bed.start({ tokens: ROLE_TOKENS, publicPath: '/ops', trustProxy: ['loopback'] });
    const { headers } = await login(bed, reader.token, { 'x-forwarded-proto': 'https' });
    expect(headers.get('set-cookie')).toMatch(/; Path=\/ops; .*; Secure$/);
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    // Without being told to, nobody is believed.
    await bed.start({ tokens: ROLE_TOKENS });
    const unproven = await login(bed, reader.token, { 'x-forwarded-proto': 'https' });
    expect(unproven.headers.get('set-cookie')).not.toMatch(/Secure/);
    expect(unproven.headers.get('strict-transport-security')).toBe(null);
  });

  test('is refused for a token that is not known, and after ten tries for a minute', async ({ bed }) => {
    await bed.start({ tokens: ROLE_TOKENS });
    const answers = await Promise.all(Array.from({ length: 11 }, () => login(bed, 'not a token at all')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(10).fill(401), 429]);
    const { headers, body } = answers.find(({ status }) => status === 429) ?? {};
    expect(body).toMatchObject({ code: 'ERR_RATE_LIMITED', title: 'Too many requests' });
    expect(Number(headers?.get('retry-after'))).toBeGreaterThan(0);
    expect(headers?.get('set-cookie')).toBe(null);
    // Who has a token is not shut out.
    expect(await bed.ask('/api/v1/queues', { token: reader.token })).toMatchObject({ status: 200 });
  });
});

test('where nobody has to log in, it is told who one is', async ({ bed }) => {
  expect(await bed.ask('/api/v1/session')).toMatchObject({
    status: 200,
    body: { name: 'local', role: 'admin', means: 'local' },
  });
  expect(await login(bed, 'not a token at all')).toMatchObject({ status: 401 });
});
