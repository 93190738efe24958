import { Channel, type Logger, NoticeBoard, Queue, Worker } from '@longshore/core';
import type { Registry } from 'prom-client';
import { thrownBy } from '../support/worker-bed.js';

interface Uses {
  readonly queue: string;
  readonly connection: string;
  readonly logger: Logger;
  readonly registry: Registry;
  /** ms */
  readonly deadline: number;
}

/** Uses a connection by everything that can; what each call was rejected with, and it has to be. */
export async function complaints({ queue: name, registry, ...common }: Uses): Promise<Record<string, Error>> {
  const queue = new Queue(name, { ...common, registry });
  const worker = new Worker(name, () => 'done', { ...common, registry });
  const board = new NoticeBoard(name, common);
  const channel = new Channel(name, common);
  const calls: Record<string, Promise<unknown>> = {
    add: queue.add('work', null, { jobId: 'mine' }),
    addBulk: queue.addBulk([{ name: 'work', data: null, options: { jobId: 'ours' } }]),
    counts: queue.counts(),
    remove: queue.remove('mine'),
    ready: worker.ready(),
    post: board.post(1),
    publish: channel.publish(1),
  };
  const rejected = Object.entries(calls).map(async ([call, made]) => [call, await thrownBy(made)] as const);
  const told = Object.fromEntries(await Promise.all(rejected));
  await Promise.all([worker.close({ deadline: '200ms' }), queue.close(), board.close(), channel.close()]);
  return told;
}
