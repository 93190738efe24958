// What every contestant must be able to do. The loops, clocks and counters live in `measure/`, the same for all.

export interface Payload {
  readonly d: string;
}

export type Handler = () => Promise<{ ok: number }>;

export interface WorkOptions {
  readonly concurrency: number;
  /** Keep every finished job instead of what the processing rates keep. */
  readonly keepAll: boolean;
}

export interface RunningWorker {
  stop(): Promise<void>;
}

export interface Driver {
  add(payload: Payload): Promise<unknown>;
  addMany(payloads: readonly Payload[]): Promise<unknown>;
  /** Resolves once the worker is connected; it takes jobs by itself from then on. */
  work(handler: Handler, options: WorkOptions): Promise<RunningWorker>;
  /** Jobs that wait or run. */
  unsettled(): Promise<number>;
  /** Keys of a bounded size whatever the number of jobs: not counted in the bytes of one. */
  readonly boundedKeys: readonly string[];
  close(): Promise<void>;
}

/** For clients that take no URL. */
export function addressOf(url: string): { host: string; port: number; password?: string } {
  const { hostname, port, password } = new URL(url);
  return {
    host: hostname,
    port: Number(port || 6379),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  };
}
