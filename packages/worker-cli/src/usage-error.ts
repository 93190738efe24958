/** The command line, the environment or the configuration file is wrong: exit code 2, and nothing was done. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'ERR_USAGE';
}
