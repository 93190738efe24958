// What the quickstart's processes agree on: the queue with its one kind of job, and the notice boards.
import { defineQueue, type Queue } from '@longshore/core';
import type { Measure } from './measure-file.js';

/** `null` for a file that is no longer there. */
export type Measured = Measure | null;

type FileJobs = { measure: { data: { path: string }; result: Measured } };

export type FileQueue = Queue<FileJobs>;

/** One job for each file. */
export const fileQueue = defineQueue<FileJobs>('files');

/** The board of the whole run, which feeds the bar. */
export const RUN_BOARD = 'run';

/** How far the whole run is. */
export interface RunNotice {
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  readonly recovered: number;
}

/** The board on which one worker process says what it is doing. */
export const workerBoard = (letter: string): string => `worker-${letter}`;

/** What a worker process says of itself. */
export interface WorkerNotice {
  /** The id under which Redis knows it; empty before its first job. */
  readonly registration: string;
  readonly done: number;
  readonly running: readonly { readonly id: string; readonly path: string }[];
}
