import type { EmbeddedRedis } from './embedded-redis.js';
import { NoRedisServerError } from './errors.js';
import { type BinaryChoice, describeSearch, findServer } from './find-server.js';
import { freePort } from './free-port.js';
import { LocalRedis } from './local-redis.js';
import type { ServerSettings } from './server-config.js';

/** Which server to start: one from the PATH, one by its absolute path, or the image of a container. */
export type ServerChoice = BinaryChoice | { image: string };

export interface StartOptions extends ServerSettings {
  /** Default: `redis-server` from the PATH, else `valkey-server`, else a container if Docker answers. */
  server?: ServerChoice;
  /** The port to listen on. Default: one that is free. */
  port?: number;
}

const DEFAULT_IMAGE = 'redis:7-alpine';
const PORT_TRIES = 5;

/**
 * Starts a private server on 127.0.0.1 that ends with this process, also when this process is killed.
 *
 * Rejects with `ERR_NO_REDIS_SERVER` when there is nothing to start, and with `ERR_REDIS_START` when it does not come up.
 *
 * @example
 * await using redis = await startRedis({ persistence: 'always' });
 * const queue = new Queue('mail', { connection: redis.url });
 */
export async function startRedis(options: StartOptions = {}): Promise<EmbeddedRedis> {
  const { server, port, ...settings } = options;
  if (typeof server === 'object') return await startContainer(server.image, port, settings, []);
  const binary = await findServer(server);
  if (binary !== undefined) return await onFreePort(port, (chosen) => LocalRedis.start(binary, chosen, settings));
  const tried = [describeSearch(server)];
  // Who asks for a certain server is not given another.
  if (server !== undefined) throw new NoRedisServerError(tried);
  return await startContainer(DEFAULT_IMAGE, port, settings, tried);
}

async function startContainer(
  image: string,
  port: number | undefined,
  settings: ServerSettings,
  tried: string[],
): Promise<EmbeddedRedis> {
  const [{ findDocker }, { ContainerRedis }] = await Promise.all([
    import('./find-docker.js'),
    import('./container-redis.js'),
  ]);
  const docker = await findDocker();
  if (typeof docker === 'string') throw new NoRedisServerError([...tried, docker]);
  return await onFreePort(port, (chosen) => ContainerRedis.start(docker, image, chosen, settings));
}

/** Between the look for a free port and the listening somebody else may take it; then another one is tried. */
async function onFreePort<T>(port: number | undefined, start: (port: number) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await start(port ?? (await freePort()));
    } catch (error) {
      if (port !== undefined || tries === PORT_TRIES || !isClash(error)) throw error;
    }
  }
}

function isClash(error: unknown): boolean {
  return error instanceof Error && /address already in use|port is already allocated/i.test(error.message);
}
