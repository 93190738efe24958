/** What a command ends with; docs/cli.md lists them for users. */
export const EXIT = {
  /** All that was asked for was done. */
  fine: 0,
  /** It could not be done: Redis, a handler module, a job that is not there. */
  failed: 1,
  /** The command line, the environment or the configuration file is wrong; nothing was done. */
  usage: 2,
  /** Some of it was done. */
  partly: 3,
  /** Ctrl-C ended it, as shells count it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
