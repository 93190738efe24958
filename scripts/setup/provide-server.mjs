/** A server of this machine, else one from its package manager, else Docker; else the package's own error says what to do. */
export async function provideServer() {
  // Built by the step before, so it cannot be imported at the top.
  const { findServer, installServer, startRedis } = await import('../../packages/embedded-redis/dist/index.js');
  const found = await findServer();
  if (found !== undefined) return found;
  const installed = await installServer((line) => console.log(line));
  if (installed !== undefined) return `${installed} installed`;
  const redis = await startRedis();
  await redis.stop();
  return `a container with ${redis.kind} ${redis.version}`;
}
