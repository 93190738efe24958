import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { Counter, Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import type { Fleet } from './fleet.js';
import { type HealthServer, startHealthServer } from './health-server.js';
import { sampleFleet, sampleProcess } from './sample-fleet.js';

const servers: HealthServer[] = [];
const lines: Record<string, unknown>[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  lines.length = 0;
});

async function serve(fleet: Fleet, host = '127.0.0.1') {
  const server = await startHealthServer(fleet, { host, port: 0 }, log);
  servers.push(server);
  const base = `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`;
  return (path: string, init?: RequestInit) => fetch(base + path, init);
}

test('a fleet that works is live and ready', async () => {
  const get = await serve(sampleFleet());
  const live = await get('/livez');
  expect([live.status, await live.json()]).toEqual([200, { status: 'live' }]);
  const ready = await get('/readyz');
  expect([ready.status, await ready.json()]).toEqual([
    200,
    {
      status: 'ready',
      processes: [
        {
          number: 1,
          pid: 1234,
          state: 'ready',
          running: 0,
          queues: [{ name: 'mail', registered: true, lastTakeAgeMs: 500 }],
        },
      ],
      reasons: [],
    },
  ]);
});

test.each(['starting', 'quiet', 'stopping'] as const)('%s: live, not ready', async (state) => {
  const get = await serve(sampleFleet({ state }, [sampleProcess({ state })]));
  expect((await get('/livez')).status).toBe(200);
  const ready = await get('/readyz');
  expect([ready.status, await ready.json()]).toMatchObject([503, { status: state }]);
});

test('without Redis: live, so that nobody restarts it; not ready, with the queue as the reason', async () => {
  const queues = [{ name: 'mail', registered: true, lastTakeAgeMs: 90_000 }];
  const get = await serve(sampleFleet({}, [sampleProcess({ status: { queues } })]));
  expect((await get('/livez')).status).toBe(200);
  const ready = await get('/readyz');
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({
    status: 'unready',
    reasons: ['queue mail: no answer from Redis in the last 15 s'],
    processes: [{ queues: [{ lastTakeAgeMs: 90_400 }] }],
  });
});

test('metrics are the sum over the processes, and what the supervisor itself knows', async () => {
  const figures = async (count: number) => {
    const registry = new Registry();
    new Counter({ name: 'sent_total', help: 'Sent.', registers: [registry] }).inc(count);
    return await registry.getMetricsAsJSON();
  };
  const get = await serve(sampleFleet({}, [sampleProcess()], [await figures(3), await figures(4)]));
  const answer = await get('/metrics');
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const figuresNow = await answer.text();
  expect(figuresNow).toMatch(/^# TYPE sent_total counter\nsent_total 7$/m);
  expect(figuresNow).toMatch(/^longshore_processes\{state="ready"\} 1$/m);
});

test('scrapes at the same moment ask the processes once', async () => {
  let asked = 0;
  const collect = async () => {
    asked++;
    return [];
  };
  const get = await serve(sampleFleet({ collect }));
  // Three requests in one packet are all received before the first is answered.
  const socket = connect(servers[0]?.port ?? 0, '127.0.0.1');
  const scrape = 'GET /metrics HTTP/1.1\r\nhost: here\r\n';
  socket.end(`${scrape}\r\n${scrape}\r\n${scrape}connection: close\r\n\r\n`);
  expect((await text(socket)).match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
  expect(asked).toBe(1);
  expect((await get('/metrics')).status).toBe(200);
  expect(asked).toBe(2);
});

test('metrics that cannot be had are an error that is logged, and no reason to restart', async () => {
  const get = await serve(sampleFleet({ collect: () => Promise.reject(new Error('the channel is gone')) }));
  const answer = await get('/metrics');
  expect([answer.status, await answer.json()]).toEqual([500, { error: 'failed' }]);
  expect(lines.at(-1)).toMatchObject({ level: 50, msg: 'GET /metrics: the channel is gone' });
  expect((await get('/livez')).status).toBe(200);
});

test.each(['/', '/metrics/', '/livez/x', '/readyz.json', '/api/v1/queues', '/%2e%2e/etc/passwd'])(
  '%s is not served',
  async (path) => {
    const answer = await (await serve(sampleFleet()))(path);
    expect([answer.status, await answer.json()]).toEqual([404, { error: 'not found' }]);
  },
);

test('HEAD says what GET says, without the body', async () => {
  const get = await serve(sampleFleet({ state: 'quiet' }));
  for (const [path, status] of [
    ['/livez', 200],
    ['/readyz', 503],
    ['/metrics', 200],
    ['/nowhere', 404],
  ] as const) {
    const answer = await get(path, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([status, '']);
  }
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is refused', async (method) => {
  const get = await serve(sampleFleet());
  for (const path of ['/livez', '/metrics', '/nowhere']) {
    const answer = await get(path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  }
  const large = await get('/livez', { method: 'POST', body: 'x'.repeat(100_000) });
  expect(large.status).toBeGreaterThanOrEqual(400);
});

test('answers are not kept by caches, and nothing is logged of them', async () => {
  const get = await serve(sampleFleet());
  lines.length = 0;
  const answer = await get('/readyz');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(lines).toEqual([]);
});

test('listens where it was told to, IPv6 too, and says so', async () => {
  const get = await serve(sampleFleet(), '::1');
  expect((await get('/livez')).status).toBe(200);
  expect(lines[0]?.['msg']).toBe(`health checks and metrics on http://[::1]:${servers[0]?.port}`);
});

test('a port that is taken is an error that names it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  await expect(startHealthServer(sampleFleet(), { host: '127.0.0.1', port }, log)).rejects.toMatchObject({
    code: 'ERR_HEALTH_PORT',
    message: expect.stringContaining(`127.0.0.1:${port}`),
  });
  other.close();
});

test('closing does not wait for who keeps a connection', async () => {
  const get = await serve(sampleFleet());
  await (await get('/livez', { headers: { connection: 'keep-alive' } })).text();
  await servers.pop()?.close();
  await expect(get('/livez')).rejects.toThrow();
});
