// What is known to go wrong with dashboards of queues, one test for each that has none of its own in this folder. Pages of
// other origins, headers, rates, rights and sessions have theirs.

import { describe, expect } from 'vitest';
import { test } from '../../support/api-bed.js';
import { ROLE_TOKENS } from '../../support/api-roles.js';
import { askRaw, sendRaw } from '../../support/raw-request.js';

const [reader] = ROLE_TOKENS as [(typeof ROLE_TOKENS)[0]];

describe('mounted bare', () => {
  test.for(['0.0.0.0', '::', '192.168.1.1', 'example.com'])('%s is refused without a login', async (host, { bed }) => {
    await expect(bed.start({ host })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'options.host' });
  });

  test('behind a proxy that says so, nobody is this machine', async ({ bed }) => {
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-forwarded-host'])
      expect(await bed.ask('/api/v1/queues', { headers: { [name]: '127.0.0.1' } }), name).toMatchObject({
        status: 403,
        body: { code: 'ERR_AUTH_NOT_SET_UP' },
      });
  });
});

describe('DNS rebinding', () => {
  const FOREIGN = [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost:80:80',
    'xlocalhost',
    '[::2]',
    '',
  ];
  test.for(FOREIGN)('Host %j is refused', async (host, { bed }) => {
    const { status, body } = await askRaw(bed.url, ['GET /api/v1/queues HTTP/1.1', `host: ${host}`]);
    expect(status).toBe(421);
    expect(JSON.parse(body)).toMatchObject({ code: 'ERR_HOST', field: 'headers.host' });
  });

  test.for(['localhost', 'LOCALHOST:1234', '127.0.0.1', '[::1]:80'])('Host %j is answered', async (host, { bed }) => {
    expect(await askRaw(bed.url, ['GET /api/v1/queues HTTP/1.1', `host: ${host}`])).toMatchObject({ status: 200 });
  });

  test('no other header makes up for it, and neither does a whole URL', async ({ bed }) => {
    const lines = ['host: evil.example', 'x-forwarded-host: localhost', 'forwarded: host=localhost'];
    expect(await askRaw(bed.url, ['GET /api/v1/queues HTTP/1.1', ...lines])).toMatchObject({ status: 421 });
    expect(await askRaw(bed.url, ['GET http://localhost/api/v1/queues HTTP/1.1', ...lines])).not.toMatchObject({
      status: 200,
    });
  });
});

test('a login is one to the letter: nothing that only looks like a token is one', async ({ bed }) => {
  await bed.start({ tokens: ROLE_TOKENS, rateLimit: false });
  const { token } = reader;
  const lookalikes = [
    `${token} `,
    `${token}x`,
    token.slice(0, -1),
    token.toUpperCase(),
    `.*`,
    `${token}, ${token}`,
    `^${token}$`,
    `${token}%00`,
    'x'.repeat(10_000),
    '',
  ];
  for (const one of lookalikes) {
    const answer = await bed.ask('/api/v1/queues', { headers: { authorization: `Bearer "${one}"` } });
    expect(answer.status, one).toBe(401);
  }
  for (const scheme of ['Basic', 'bearerx', 'Token', ''])
    expect(await bed.ask('/api/v1/queues', { headers: { authorization: `${scheme} ${token}` } })).toMatchObject({
      status: 401,
    });
  // A token in the address gets into logs and histories: it opens nothing but the progress of one job.
  expect(await bed.ask(`/api/v1/queues?token=${token}`)).toMatchObject({ status: 401 });
  expect(await bed.ask('/api/v1/queues', { token })).toMatchObject({ status: 200 });
});

describe('paths and methods', () => {
  test.for([
    '/api/v1/queues/',
    '//api/v1/queues',
    '/API/V1/queues',
    '/api/v1/queues/%2e%2e/queues',
    '/api/v1/%71ueues%2f',
    '/api/v1/queues%00',
    '/api/v1/queues;x=1',
    '/livez/../api/v1/queues',
    '/livez%2f..%2fapi%2fv1%2fqueues',
    '/api%252fv1%252fqueues',
  ])('%s leads nowhere that the plain path does not', async (path, { bed }) => {
    await bed.start({ tokens: ROLE_TOKENS });
    const { status } = await askRaw(bed.url, [`GET ${path} HTTP/1.1`, 'host: localhost']);
    expect([400, 401, 404]).toContain(status);
  });

  test('no header changes the method, and no odd method does anything', async ({ bed }) => {
    await bed.queue.add('work', 1);
    const path = `/api/v1/queues/${bed.queueName}`;
    for (const name of ['x-http-method-override', 'x-method-override', 'x-http-method']) {
      await bed.ask(path, { headers: { [name]: 'DELETE' } });
      await bed.ask(`${path}?_method=DELETE`, { method: 'POST', headers: { [name]: 'DELETE' } });
    }
    for (const method of ['TRACE', 'PROPFIND', 'OPTIONS', 'LINK'])
      expect((await askRaw(bed.url, [`${method} ${path} HTTP/1.1`, 'host: localhost'])).status, method).toBe(404);
    const head = await askRaw(bed.url, [`HEAD ${path} HTTP/1.1`, 'host: localhost']);
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(await bed.queue.counts()).toMatchObject({ waiting: 1 });
  });

  test('what is no HTTP is answered, and the connection ends', async ({ bed }) => {
    for (const [bytes, status] of [
      ['nonsense\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
      [`GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`, 431],
      [
        'POST /api/v1/session HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
        400,
      ],
    ] as const) {
      const answer = await sendRaw(bed.url, bytes);
      expect(answer.status).toBe(status);
      expect(answer.head).toMatch(/application\/problem\+json/);
    }
  });
});

describe('parameters', () => {
  test.for([
    ['limit=1000000000', 200],
    ['limit=101', 200],
    ['limit=-1', 400],
    ['limit=0', 400],
    ['limit=NaN', 400],
    ['limit=Infinity', 200],
    ['limit=1.5', 400],
    ['limit=1&limit=2', 400],
    ['limit[$gt]=1', 400],
    ['__proto__[x]=1', 400],
    ['cursor=x', 400],
  ] as const)('?%s is answered %s', async ([query, status], { bed }) => {
    await bed.queue.addBulk(Array.from({ length: 120 }, () => ({ name: 'work', data: 1 })));
    const answer = await bed.ofQueue(`/jobs?state=waiting&${query}`);
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.body.jobs).toHaveLength(100);
    else expect(answer.body).toMatchObject({ field: expect.stringMatching(/^query/) });
  });

  test('of 50 MB are not read to their end, and of 1 MiB nested not at all', async ({ bed }) => {
    await bed.queue.add('work', 1);
    const huge = await bed
      .ofQueue('/jobs', { method: 'POST', json: { name: 'work', data: 'x'.repeat(50_000_000) } })
      .catch(
        // The connection may end while it is still being sent.
        () => ({ status: 413 }),
      );
    expect(huge.status).toBe(413);
    const depth = 400_000;
    const bomb = `{"name":"work","data":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const response = await fetch(`${bed.url}/api/v1/queues/${bed.queueName}/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: bomb,
    });
    expect(response.status).toBe(400);
    expect(await bed.queue.counts()).toMatchObject({ waiting: 1 });
    expect(await bed.ask('/livez')).toMatchObject({ status: 200 });
  });

  test.for([
    '{"__proto__":{"role":"admin"}}',
    '{"token":"x","constructor":{"prototype":{"x":1}}}',
    '{"token":"x","__proto__":1}',
  ])('%s reaches no prototype', async (body, { bed }) => {
    await bed.start({ tokens: ROLE_TOKENS });
    const answer = await fetch(`${bed.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(400);
    expect(({} as Record<string, unknown>)['role']).toBeUndefined();
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test.for(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'a queue called %s is none',
    async (name, { bed }) => {
      expect(await bed.ask(`/api/v1/queues/${name}`)).toMatchObject({
        status: 404,
        body: { code: 'ERR_QUEUE_MISSING' },
      });
    },
  );

  test('never pick a Redis, a file or an address', async ({ bed }) => {
    const { body } = await bed.ask('/api/v1/openapi.json');
    const names = JSON.stringify(body.paths).match(/"name":"(\w+)"/g) ?? [];
    expect(
      names.filter((name) => /"(url|uri|host|port|connection|redis|prefix|file|path|callback|webhook)"/i.test(name)),
    ).toEqual([]);
  });
});

test('a queue that is not listed is not there, whatever stands in Redis', async ({ bed }) => {
  await bed.queue.add('work', 1);
  await bed.start({ queues: [`${bed.queueName}-other`] });
  for (const path of ['', '/jobs', '/history', '/schedules', '/failures', '/jobs/some', '/jobs/some/progress'])
    expect(await bed.ofQueue(path), path).toMatchObject({ status: 404, body: { code: 'ERR_QUEUE_MISSING' } });
  const { body } = await bed.ask('/api/v1/queues');
  expect(body.queues.map(({ name }: { name: string }) => name)).toEqual([`${bed.queueName}-other`]);
});
