/** A command could not do what it was asked for, and says in a sentence why: exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  /** @param code stable, for programs: `ERR_…` */
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
