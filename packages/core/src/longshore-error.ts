// The base of the error catalogue and the one error that the readers of durations and options throw; `errors.ts` has the rest.

/** The base of all errors of Longshore. */
export class LongshoreError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** An option is unknown, of the wrong type or out of range; `field` names it. */
export class InvalidOptionError extends LongshoreError {
  constructor(
    readonly field: string,
    problem: string,
  ) {
    super('ERR_INVALID_OPTION', `${field}: ${problem}`);
  }
}
