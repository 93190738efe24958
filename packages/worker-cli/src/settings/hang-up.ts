/** Ends the client that a configuration file has made, if it is one: nobody needs it after the command, and its socket would keep the process. */
export function hangUp(connection: unknown): void {
  const { disconnect } = (connection ?? {}) as { disconnect?: unknown };
  if (typeof disconnect === 'function') disconnect.call(connection);
}
