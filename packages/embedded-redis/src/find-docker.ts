type Testcontainers = typeof import('testcontainers');

/** What is needed to run containers here. */
export interface Docker {
  testcontainers: Testcontainers;
  engine: Awaited<ReturnType<Testcontainers['getContainerRuntimeClient']>>;
}

/**
 * The package is loaded lazily: few callers need it, and it is an optional peer. Where containers cannot be used, the
 * answer says why, in words for a message.
 */
export async function findDocker(): Promise<Docker | string> {
  let testcontainers: Testcontainers;
  try {
    testcontainers = await import('testcontainers');
  } catch {
    return 'the package testcontainers, which could use Docker, is not installed';
  }
  try {
    return { testcontainers, engine: await testcontainers.getContainerRuntimeClient() };
  } catch {
    return 'no Docker engine answers';
  }
}
