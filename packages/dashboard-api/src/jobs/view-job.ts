// Jobs as the API shows them: user values through the redact hook, no stacks in lists, large values cut.
import type { JobInfo, ListedJob as Listed } from '@longshore/core';
import type { Context } from '../context.js';
import type { JobView, ListedJob } from '../schemas/jobs.js';
import { cutValue } from './cut-value.js';
import { shownError } from './shown-error.js';

/** A job in a list. */
export function viewListed(context: Context, queue: string, { error, ...job }: Listed): ListedJob {
  if (!error) return job;
  const { stack: _stack, ...shown } = shownError(context, error, { queue, name: job.name });
  return { ...job, error: shown };
}

/** A job with everything that is kept of it; `most`: how many characters of the JSON of each value. */
export function viewJob(context: Context, queue: string, job: JobInfo, most: number): JobView {
  const about = { queue, name: job.name };
  const truncated: JobView['truncated'] = [];
  const shown = (kind: JobView['truncated'][number], given: unknown): unknown => {
    const { value, isCut } = cutValue(context.shown(given, { kind, ...about }), most);
    if (isCut) truncated.push(kind);
    return value;
  };
  const { data, result, progress, checkpoint, error, history, ...rest } = job;
  return {
    ...rest,
    data: shown('data', data),
    ...(result === undefined ? {} : { result: shown('result', result) }),
    ...(progress === undefined ? {} : { progress: { ...progress, value: shown('progress', progress.value) } }),
    ...(checkpoint === undefined ? {} : { checkpoint: shown('checkpoint', checkpoint) }),
    ...(error === undefined ? {} : { error: shownError(context, error, about) }),
    history: history.map((run) =>
      run.is === 'failed' ? { ...run, error: shownError(context, run.error, about) } : run,
    ),
    truncated,
  };
}
