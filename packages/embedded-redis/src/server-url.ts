/** Servers of this package are for this machine alone. */
export const LOOPBACK = '127.0.0.1';

export function connectionUrl(port: number, password: string | undefined): string {
  const login = password === undefined ? '' : `:${encodeURIComponent(password)}@`;
  return `redis://${login}${LOOPBACK}:${port}`;
}
