// The API as a server of its own.
import type { AddressInfo } from 'node:net';
import { InvalidOptionError } from '@longshore/core';
import { openServer } from './node-handler.js';
import type { DashboardOptions } from './options.js';
import { isLoopback } from './security/authenticate.js';

export interface StartOptions extends DashboardOptions {
  /** The address to listen on. Default `'127.0.0.1'`. Any but one of this machine for itself needs `tokens` or `authenticate`. */
  host?: string;
  /** 0 takes a free one. Default 4567. */
  port?: number;
}

/** An API that listens. */
export interface Dashboard {
  /** Where it is, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Ends it and all that it has open. */
  close(): Promise<void>;
}

/**
 * Starts the status API.
 *
 * @throws {InvalidOptionError} naming the field; so where others could reach it and nobody would be asked who they are
 * @throws {Error} `EADDRINUSE` and the like, when the port cannot be had
 * @example
 * const dashboard = await startDashboard({ connection: 'redis://127.0.0.1:6379' });
 * console.log(dashboard.url);
 */
export async function startDashboard(options: StartOptions): Promise<Dashboard> {
  const { host = '127.0.0.1', port = 4567, ...rest } = options;
  const isLocal = host === 'localhost' || isLoopback(host);
  if (!isLocal && !rest.tokens?.length && !rest.authenticate)
    throw new InvalidOptionError(
      'options.host',
      `${host} can be reached by others: set the option tokens or authenticate`,
    );
  const server = await openServer(rest);
  try {
    await server.listen({ host, port });
  } catch (error) {
    await server.close();
    throw error;
  }
  const bound = (server.server.address() as AddressInfo).port;
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${bound}`, port: bound, close: () => server.close() };
}
