/** A server of one's own, and what tests and demonstrations do to it. */
export interface EmbeddedRedis extends AsyncDisposable {
  /** What to give a client, password included. */
  readonly url: string;
  readonly host: string;
  /** Stays the same over `kill` and `restart`. */
  readonly port: number;
  /** The server's process, `undefined` while it is down and when it runs in a container. */
  readonly pid: number | undefined;
  /** Where it keeps its data, `undefined` in a container. */
  readonly folder: string | undefined;
  readonly kind: 'redis' | 'valkey';
  readonly version: string;
  /** Ends the process with a signal, default SIGKILL, and resolves once it is gone. Folder and port are kept. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and folder, ending it first if it is up; resolves once it answers. */
  restart(): Promise<void>;
  /** Stops the clock for it: connections stay open and nothing answers. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends it and deletes its data. May be called twice. */
  stop(): Promise<void>;
}
