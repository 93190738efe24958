// What each contestant must be able to do: to hold the jobs, to run some of them, and to serve what is asked.
import type { Paths } from './requests.js';

export const CONTESTANTS = ['longshore', 'bull-board'] as const;
export type ContestantName = (typeof CONTESTANTS)[number];

export const QUEUE_NAME = 'bench';
export const JOB_NAME = 'work';

export interface JobData {
  readonly i: number;
  readonly fails: boolean;
  readonly text: string;
}

/** About 200 bytes of JSON. */
export const dataOf = (i: number): JobData => ({
  i,
  fails: i % 2 === 0,
  text: 'forty bytes or so of a text '.repeat(5),
});

type Handler = (job: { data: JobData }) => Promise<unknown>;

export interface Contestant {
  /** Adds jobs that wait, or that are due in an hour. */
  add(from: number, to: number, isDelayed: boolean): Promise<unknown>;
  /** How many have completed and failed. */
  ended(): Promise<number>;
  /** Where its API is asked, after its address. */
  paths(): Promise<Paths>;
  /** Runs jobs and keeps all of them; what it gives ends it. */
  work(handler: Handler, concurrency: number): Promise<() => Promise<unknown>>;
  /** Serves its API on a free port. */
  serve(): Promise<string>;
  close(): Promise<unknown>;
}
