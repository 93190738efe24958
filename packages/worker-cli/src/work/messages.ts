// What a supervisor and its worker processes say to each other over their channel.
import type { ProcessOrder, WorkerStatus } from '@longshore/core';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** A queue that was chosen with `--queue`. */
export interface QueueChoice {
  readonly name: string;
  readonly weight: number | undefined;
}

/** All that a worker process has to know. It is sent once, at its start. */
export interface WorkOrders {
  /** Counts the processes of this supervisor from 1; a replacement has a number of its own. */
  readonly number: number;
  /** The modules with handlers, as absolute paths. */
  readonly handlers: readonly string[];
  /** Empty: all queues that the modules name. */
  readonly queues: readonly QueueChoice[];
  readonly strict: boolean;
  readonly redisUrl: string;
  /** The configuration file whose `connection` is used in place of the address; it cannot be sent. */
  readonly connectionFile: string | undefined;
  readonly prefix: string;
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly shutdownTimeoutMs: number;
  readonly maxJobs: number | undefined;
  readonly maxMemory: number | undefined;
  readonly logLevel: string;
  readonly logFormat: 'pretty' | 'json';
}

/** What a process says of itself, every second and when something changes. */
export interface ProcessStatus extends WorkerStatus {
  /** Resident set size, bytes. */
  readonly memory: number;
}

/** prom-client's form of one metric with its values. */
export type MetricSnapshot = MetricObjectWithValues<MetricValue<string>>;

export type RecycleReason = 'max-jobs' | 'max-memory';

export type ToProcess =
  | { readonly say: 'start'; readonly orders: WorkOrders }
  | { readonly say: 'quiet' }
  | { readonly say: 'stop'; readonly withinMs: number }
  /** Asks for figures that are of this moment. */
  | { readonly say: 'metrics'; readonly request: number };

export type FromProcess =
  | { readonly say: 'ready'; readonly queues: readonly string[] }
  /** Trying again would not help: a module does not load, Redis refuses the password. */
  | { readonly say: 'cannot-start'; readonly code: string; readonly message: string }
  | { readonly say: 'status'; readonly status: ProcessStatus }
  | { readonly say: 'recycle'; readonly reason: RecycleReason }
  /** In answer to a request, and by itself from time to time, so that little is lost with a process that is killed. */
  | { readonly say: 'metrics'; readonly request: number | undefined; readonly metrics: readonly MetricSnapshot[] }
  /** It was told to stop from outside, and drains. */
  | { readonly say: 'leaving' }
  /** It was ordered by `orderProcess` to take nothing new or to stop, and has begun; it ends when it is told to. */
  | { readonly say: 'ordered'; readonly order: ProcessOrder }
  /** An error that nobody caught ends it. */
  | { readonly say: 'uncaught'; readonly message: string };
