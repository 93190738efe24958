// CSRF (security.md): a change that no bearer token proves comes from the API's own page, or from no page at all.
import type { IncomingMessage } from 'node:http';
import { describe, expect } from 'vitest';
import { type ApiBed, test } from '../../support/api-bed.js';

const TOKEN = 'the-token-of-the-test';
const ELSEWHERE = 'https://evil.example';

const isPaused = async (bed: ApiBed): Promise<boolean> => (await bed.queue.overview()).paused;
const pause = (bed: ApiBed, headers: Record<string, string>) =>
  bed.ofQueue('', { method: 'PATCH', json: { paused: true }, headers });

const KNOWN_BY_COOKIE = {
  authenticate: ({ headers }: IncomingMessage) =>
    headers.cookie === 'session=ada' ? ({ name: 'ada', role: 'admin' } as const) : undefined,
};

describe.each([
  ['where nobody has to show who they are', {}, {}],
  ['by the login of the program around it', KNOWN_BY_COOKIE, { cookie: 'session=ada' }],
] as const)('a change %s', (_how, options, known) => {
  const CROSS: [string, Record<string, string>][] = [
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: ELSEWHERE }],
    ['no origin that has a name', { origin: 'null' }],
    ['an origin that only begins alike', { origin: 'http://127.0.0.1.evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['another origin, whatever else is said', { origin: ELSEWHERE, 'sec-fetch-site': 'same-origin' }],
  ];

  test.for(CROSS)('from %s is refused', async ([, headers], { bed }) => {
    await bed.queue.add('work', 1);
    await bed.start(options);
    expect(await pause(bed, { ...known, ...headers })).toMatchObject({
      status: 403,
      body: { code: 'ERR_CROSS_SITE' },
    });
    expect(await isPaused(bed)).toBe(false);
  });

  test('from its own page, or from a program, is made', async ({ bed }) => {
    await bed.queue.add('work', 1);
    const { url } = await bed.start(options);
    expect(await pause(bed, { ...known, origin: url, 'sec-fetch-site': 'same-origin' })).toMatchObject({ status: 200 });
    expect(await pause(bed, { ...known })).toMatchObject({ status: 200 });
    expect(await isPaused(bed)).toBe(true);
  });

  test.for(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'as the form of a page sends it, %s, is refused',
    async (type, { bed }) => {
      await bed.queue.add('work', 1);
      await bed.start(options);
      const response = await fetch(`${bed.url}/api/v1/queues/${bed.queueName}/audit`, {
        method: 'POST',
        headers: { ...known, 'content-type': type },
        body: '{"repair":true}',
      });
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({ code: 'ERR_MEDIA_TYPE' });
    },
  );

  test('may be read from anywhere: the browser keeps the answer from the page', async ({ bed }) => {
    await bed.start(options);
    const headers = { ...known, origin: ELSEWHERE, 'sec-fetch-site': 'cross-site' };
    const answer = await bed.ask('/api/v1/queues', { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(null);
  });
});

test('a bearer token is never sent by a browser on its own, so it may change things from anywhere', async ({ bed }) => {
  await bed.queue.add('work', 1);
  await bed.start({ tokens: [{ token: TOKEN, role: 'admin', name: 'ada' }] });
  const headers = { authorization: `Bearer ${TOKEN}`, origin: ELSEWHERE, 'sec-fetch-site': 'cross-site' };
  expect(await pause(bed, headers)).toMatchObject({ status: 200 });
  expect(await isPaused(bed)).toBe(true);
});

test('a listed origin may change things where nobody has to show who they are', async ({ bed }) => {
  await bed.queue.add('work', 1);
  await bed.start({ corsOrigins: ['http://localhost:5173'] });
  expect(await pause(bed, { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site' })).toMatchObject({
    status: 200,
  });
  expect(await pause(bed, { origin: 'http://localhost:5174', 'sec-fetch-site': 'same-site' })).toMatchObject({
    status: 403,
  });
});
