// What the log of a worker process says of its jobs: failures at `warn`; at `debug` each start and end, and the stack of an
// error. Nobody listens for what nobody reads.
import type { Worker } from '@longshore/core';
import type { Logger } from 'pino';

export function logJobs(worker: Worker, log: Logger): void {
  worker.on('error', ({ code, message }) => log.warn({ code }, message));
  worker.on('lost', ({ queue }) => log.warn({ queue }, 'the lease was lost: what this process held runs elsewhere'));
  worker.on('recovered', ({ queue, count }) => log.info({ queue, count }, 'put jobs of a dead worker back'));
  const isDebugging = log.isLevelEnabled('debug');
  const stackOf = (err: unknown) => (isDebugging && err instanceof Error ? { err } : {});
  if (log.isLevelEnabled('warn')) {
    worker.on('failed', (job, error, id) =>
      log.warn({ id, ...stackOf(error) }, `${job?.name ?? 'a job'} failed for good: ${said(error)}`),
    );
    worker.on('retrying', ({ id, name, attempt }, error, delayMs) =>
      log.warn({ id, attempt, delayMs, ...stackOf(error) }, `${name} failed and is tried again: ${said(error)}`),
    );
    worker.on('stale', (error) => log.warn({ code: error.code }, error.message));
  }
  if (isDebugging) {
    worker.on('active', ({ id, name, attempt }) => log.debug({ id, attempt }, `${name} starts`));
    worker.on('completed', ({ id, name }) => log.debug({ id }, `${name} is done`));
    worker.on('cancelled', (job, id) => log.debug({ id }, `${job?.name ?? 'a job'} was cancelled`));
  }
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));
