// Where Redis is, as it is shown to people: host and port, never a password.
import { printable } from '../print/text.js';
import type { Settings } from './settings.js';

interface Place {
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
  readonly tls?: unknown;
  readonly name?: string;
  readonly sentinels?: unknown;
}

export interface Address {
  /** `127.0.0.1:6379`, the path of a socket, or which cluster or sentinel master. */
  readonly label: string;
  /** undefined for a socket, a cluster or sentinels. */
  readonly host: string | undefined;
  readonly isEncrypted: boolean;
}

export function addressOf({ connection, redisUrl }: Pick<Settings, 'connection' | 'redisUrl'>): Address {
  if (connection !== undefined) return addressOfOptions(connection);
  if (!URL.canParse(redisUrl)) return { label: '(no address)', host: undefined, isEncrypted: false };
  const { hostname, port, protocol } = new URL(redisUrl);
  const host = hostname.replace(/^\[|\]$/g, '') || '127.0.0.1';
  return { label: labelOf(host, Number(port || 6379)), host, isEncrypted: protocol === 'rediss:' };
}

function addressOfOptions(connection: object): Address {
  if ((connection as { isCluster?: boolean }).isCluster)
    return { label: 'a cluster', host: undefined, isEncrypted: false };
  // A client has its options; what is no client is the options themselves.
  const place = ((connection as { options?: Place }).options ?? connection) as Place;
  const isEncrypted = place.tls !== undefined && place.tls !== null;
  if (place.sentinels)
    return { label: `sentinel master ${printable(String(place.name))}`, host: undefined, isEncrypted };
  if (place.path) return { label: printable(place.path), host: undefined, isEncrypted };
  const host = place.host ?? '127.0.0.1';
  return { label: labelOf(host, place.port ?? 6379), host, isEncrypted };
}

const labelOf = (host: string, port: number): string => `${printable(host.includes(':') ? `[${host}]` : host)}:${port}`;
