// What a request is about, by its path: a queue, and one thing in it or beside it.
import type { FastifyRequest } from 'fastify';

export interface Subject {
  /** Absent where it is about no queue. */
  readonly queue?: string;
  /** The job, schedule, process, board or channel. */
  readonly target?: string;
}

export function subjectOf({ params }: FastifyRequest): Subject {
  const { queue, ...rest } = (params ?? {}) as Record<string, string | undefined>;
  const target = Object.values(rest)[0];
  return { ...(queue ? { queue } : {}), ...(target ? { target } : {}) };
}
