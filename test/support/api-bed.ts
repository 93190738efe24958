// An API on a real server, for the tests of test/http: asked over a real socket.
import { LongshoreClient } from '@longshore/client';
import { type AnyJobs, type Handlers, Queue, Worker, type WorkerOptions } from '@longshore/core';
import { type Dashboard, type StartOptions, startDashboard } from '@longshore/dashboard-api';
import type { EmbeddedRedis } from '@longshore/embedded-redis';
import { pino } from 'pino';
import { test as base } from './server-test.js';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into any document
  readonly body: any;
}

export interface Ask {
  readonly method?: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, instead of `json`. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
}

let beds = 0;

const startApi = (server: EmbeddedRedis, options: Partial<StartOptions> = {}): Promise<Dashboard> =>
  startDashboard({ connection: server.url, port: 0, logger: pino({ level: 'silent' }), ...options });

/** A queue of its own, workers, and APIs; all of it ends with the test. */
export class ApiBed implements AsyncDisposable {
  readonly queueName = `api-${process.pid}-${++beds}`;
  readonly queue: Queue;
  readonly #open: { close(): Promise<unknown> }[] = [];
  #url: string;

  constructor(
    readonly server: EmbeddedRedis,
    /** The API that is asked until the bed starts another; without one the test starts it. */
    shared?: Dashboard,
  ) {
    this.#url = shared?.url ?? '';
    this.queue = new Queue(this.queueName, { connection: server.url });
  }

  /** An API of its own; the last one that was started is asked. */
  async start(options: Partial<StartOptions> = {}): Promise<Dashboard> {
    const dashboard = await startApi(this.server, options);
    this.#open.push(dashboard);
    this.#url = dashboard.url;
    return dashboard;
  }

  get url(): string {
    return this.#url;
  }

  client(token?: string): LongshoreClient {
    return new LongshoreClient({ url: this.#url, ...(token === undefined ? {} : { token }) });
  }

  worker(handlers: Handlers<AnyJobs>, options: Partial<WorkerOptions> = {}): Worker {
    const worker = new Worker(this.queueName, handlers, { connection: this.server.url, ...options });
    this.#open.push(worker);
    return worker;
  }

  /** Asks under `/api/v1` of this bed's queue: `/jobs` is `/api/v1/queues/<queue>/jobs`. */
  ofQueue(path: string, ask: Ask = {}): Promise<Answer> {
    return this.ask(`/api/v1/queues/${this.queueName}${path}`, ask);
  }

  async ask(path: string, { method = 'GET', json, text: sent, headers = {}, token }: Ask = {}): Promise<Answer> {
    const body = json === undefined ? sent : JSON.stringify(json);
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#open.map((one) => one.close()));
    await this.queue.close();
  }
}

interface Fixtures {
  shared: Dashboard;
  bed: ApiBed;
}

/** Vitest's `test` with a server and an API for the file, and a bed for each test. */
export const test = base.extend<Fixtures>({
  shared: [
    async ({ server }, use) => {
      const shared = await startApi(server);
      await use(shared);
      await shared.close();
    },
    { scope: 'file' },
  ],
  bed: async ({ server, shared }, use) => {
    await using bed = new ApiBed(server, shared);
    await use(bed);
  },
});
