import type { JobHandle, Queue } from '@longshore/core';
import type { Redis } from 'ioredis';

/** Of a test: a queue, and the means to write beside it. */
export interface Ground {
  readonly redis: Redis;
  key(name: string): string;
}

/** Says of a delayed job what the reaper says of a job whose second worker has died. */
export async function makeSuspect(ground: Ground, id: string): Promise<void> {
  const { redis } = ground;
  await redis
    .multi()
    .zrem(ground.key('delayed'), id)
    .hset(ground.key('tries'), id, '0 2 -')
    .lpush(ground.key('suspects'), id)
    .lpush(ground.key('waiting'), '')
    .exec();
}

/** Adds a job that is a suspect. */
export async function plantSuspect(
  ground: Ground & { readonly queue: Queue },
  name: string,
  data: unknown,
  options = {},
): Promise<JobHandle<unknown>> {
  const job = await ground.queue.add(name, data, { ...options, delay: '1h' });
  await makeSuspect(ground, job.id);
  return job;
}
