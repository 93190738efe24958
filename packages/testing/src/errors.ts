import { LongshoreError } from '@longshore/core';

/** A drain did not come to an end: a handler hangs, or jobs add jobs without end. */
export class DrainTimeoutError extends LongshoreError {
  constructor(
    readonly queue: string,
    timeoutMs: number,
    runs: number,
    running: string | undefined,
  ) {
    const doing = running === undefined ? 'no job is running' : `the job "${running}" is running`;
    super(
      'ERR_DRAIN_TIMEOUT',
      `the queue ${queue} was not drained within ${timeoutMs} ms: ${doing}, after ${runs} runs. ` +
        'Handlers that wait for other jobs wait for ever: one job runs at a time',
    );
  }
}
