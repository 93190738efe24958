import { type EmbeddedRedis, findServer, type ServerChoice, type StartOptions } from '@longshore/embedded-redis';
import { startServer } from './servers.js';

/** One kind of server that Longshore promises to run on. */
export interface ServerKind {
  name: string;
  /** Why it cannot be started on this machine, if it cannot. */
  missing: string | undefined;
  start(options?: Omit<StartOptions, 'server'>): Promise<EmbeddedRedis>;
}

const valkey = process.env['LONGSHORE_TEST_VALKEY'] ?? 'valkey';
const image = process.env['LONGSHORE_TEST_IMAGE'];

/** For `describe.each`: what is promised for one kind is tested on all. */
export const SERVER_KINDS: readonly ServerKind[] = [
  kind('Redis', 'redis', (await findServer('redis')) ? undefined : 'no redis-server on the PATH'),
  kind(
    'Valkey',
    valkey,
    (await findServer(valkey)) ? undefined : 'no valkey-server on the PATH or in LONGSHORE_TEST_VALKEY',
  ),
  kind('Redis in a container', { image: image ?? '' }, image ? undefined : 'LONGSHORE_TEST_IMAGE names no image'),
];

function kind(name: string, server: ServerChoice, missing: string | undefined): ServerKind {
  return { name, missing, start: (options) => startServer({ ...options, server }) };
}
