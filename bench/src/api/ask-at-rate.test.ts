import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { askAtRate } from './ask-at-rate.js';

test('it asks on while nobody answers, tells kinds apart, and counts what is not 200', async () => {
  const held: [ServerResponse, string][] = [];
  // Whoever waits for an answer before asking again never gets the first one.
  const server = createServer(({ url = '' }, response) => {
    held.push([response, url]);
    if (held.length === 20) for (const [one, path] of held) one.writeHead(path === '/detail' ? 404 : 200).end('four');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const paths = { overview: ['/overview'], list: ['/list/1', '/list/2'], detail: ['/detail'] };
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { latencies, lateness, bytes, failures } = await askAtRate({ base, paths, perSecond: 200, seconds: 0.1 });
  server.close();

  expect(held.map(([, path]) => path).slice(0, 4)).toEqual(['/list/1', '/detail', '/overview', '/list/2']);
  expect({ overview: latencies.overview.length, list: latencies.list.length, detail: latencies.detail.length }).toEqual(
    {
      overview: 4,
      list: 10,
      detail: 0,
    },
  );
  expect(lateness).toHaveLength(20);
  expect(bytes).toEqual({ overview: 16, list: 40, detail: 0 });
  expect(failures).toEqual({ '404 from /detail': 6 });
});
