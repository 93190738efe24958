import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDashboardHandler, type DashboardOptions, dashboardApi } from '@longshore/dashboard-api';
import express from 'express';
import { fastify } from 'fastify';
import { pino } from 'pino';
import { describe, expect } from 'vitest';
import { type ApiBed, test } from '../support/api-bed.js';

const TOKEN = 'a-token-of-the-test';
const settings = (bed: ApiBed): DashboardOptions => ({
  connection: bed.server.url,
  tokens: [{ token: TOKEN, role: 'admin', name: 'test' }],
  logger: pino({ level: 'silent' }),
});

interface Mounted {
  /** Where the program around the API is. */
  readonly url: string;
  close(): Promise<unknown>;
}

async function listening(server: Server, close: () => Promise<unknown>): Promise<Mounted> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      await close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Programs that have a page of their own at /own, and the API at /ops/jobs. */
const MOUNTS: Readonly<Record<string, (bed: ApiBed) => Promise<Mounted>>> = {
  async Fastify(bed) {
    const server = fastify();
    server.get('/own', async () => ({ own: true }));
    server.get('/fails', async () => {
      throw new Error('its own business');
    });
    await server.register(dashboardApi, { prefix: '/ops/jobs', longshore: settings(bed) });
    return { url: await server.listen({ host: '127.0.0.1', port: 0 }), close: () => server.close() };
  },
  async Express(bed) {
    const handler = await createDashboardHandler(settings(bed));
    const app = express();
    app.get('/own', (_request, response) => void response.json({ own: true }));
    app.use('/ops/jobs', handler);
    return listening(createServer(app), () => handler.close());
  },
  async 'a bare server behind a proxy that takes the path away'(bed) {
    const handler = await createDashboardHandler({ ...settings(bed), publicPath: '/ops/jobs' });
    const server = createServer((request, response) => {
      if (request.url === '/own')
        return void response.setHeader('content-type', 'application/json').end('{"own":true}');
      request.url = request.url?.replace(/^\/ops\/jobs/, '') ?? '';
      handler(request, response);
    });
    return listening(server, () => handler.close());
  },
};

describe.for(Object.entries(MOUNTS))('in %s', ([name, mount]) => {
  test('the API stands under its path, knows it, and leaves the program around it alone', async ({ bed }) => {
    const job = await bed.queue.add('work', 1);
    const mounted = await mount(bed);
    const ask = async (path: string, headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }) => {
      const response = await fetch(mounted.url + path, { headers });
      // biome-ignore lint/suspicious/noExplicitAny: the test looks into any document
      return { status: response.status, headers: response.headers, body: (await response.json()) as any };
    };
    try {
      const queuePath = `/ops/jobs/api/v1/queues/${bed.queueName}`;
      expect(await ask(queuePath)).toMatchObject({ status: 200, body: { name: bed.queueName } });
      expect(await ask(queuePath, {})).toMatchObject({ status: 401, body: { code: 'ERR_UNAUTHENTICATED' } });
      expect(await ask('/ops/jobs/livez', {})).toMatchObject({ status: 200 });
      expect((await ask('/ops/jobs/', {})).body.links.queues).toBe('/ops/jobs/api/v1/queues');
      expect((await ask('/ops/jobs/api/v1/openapi.json')).body.servers).toEqual([{ url: '/ops/jobs' }]);

      bed.worker({ work: (running) => running.progress.post(50) });
      await job.result();
      const progress = `${queuePath}/jobs/${job.id}/progress`;
      const { body } = await ask(progress);
      expect(body).toMatchObject({ value: 50, state: 'completed', next_update_url: null });
      const problem = await ask(`${queuePath}/nothing?secret=1`);
      expect(problem).toMatchObject({ status: 404, body: { instance: expect.stringMatching(/\/nothing$/) } });

      const own = await ask('/own', {});
      expect(own).toMatchObject({ status: 200, body: { own: true } });
      expect(own.headers.get('content-security-policy')).toBeNull();
      expect(own.headers.get('x-request-id')).toBeNull();
      if (name !== 'Fastify') return;
      expect(await ask('/fails', {})).toMatchObject({ status: 500, body: { message: 'its own business' } });
    } finally {
      await mounted.close();
    }
  });

  test('a watcher is sent to paths that it can see', async ({ bed }) => {
    const job = await bed.queue.add('work', 1);
    bed.worker({
      work: async (running) => {
        await running.progress.post('begun');
        await new Promise((_, reject) => {
          running.signal.addEventListener('abort', () => reject(running.signal.reason));
        });
      },
    });
    const mounted = await mount(bed);
    try {
      const path = `/ops/jobs/api/v1/queues/${bed.queueName}/jobs/${job.id}/progress`;
      const headers = { authorization: `Bearer ${TOKEN}` };
      const first = (await (await fetch(mounted.url + path, { headers })).json()) as {
        seq: number;
        next_update_url: string;
      };
      expect(first).toMatchObject({ value: 'begun', next_update_url: `${path}?since=${first.seq}` });
      await job.cancel('enough');
      const last = await (await fetch(new URL(first.next_update_url, mounted.url), { headers })).json();
      expect(last).toMatchObject({ value: 'begun', state: 'cancelled', next_update_url: null });
    } finally {
      await mounted.close();
    }
  });
});

describe('without tokens', () => {
  test('a handler answers its own machine alone, however it is mounted', async ({ bed }) => {
    const handler = await createDashboardHandler({ connection: bed.server.url, logger: pino({ level: 'silent' }) });
    // As a request from elsewhere would look.
    const server = createServer((request, response) => {
      if (request.headers['x-from-elsewhere'])
        Object.defineProperty(request.socket, 'remoteAddress', { value: '192.0.2.7', configurable: true });
      handler(request, response);
    });
    const mounted = await listening(server, () => handler.close());
    try {
      const path = `${mounted.url}/api/v1/queues`;
      expect((await fetch(path)).status).toBe(200);
      const refused = await fetch(path, { headers: { 'x-from-elsewhere': '1', connection: 'close' } });
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({ code: 'ERR_AUTH_NOT_SET_UP' });
    } finally {
      await mounted.close();
    }
  });
});
