// The one place that knows all contestants.
import type { DriverName } from '../workloads.js';
import type { Driver } from './driver.js';

/** Each is imported only where it runs: a process that measures one contestant holds no code of another. */
export async function openDriver(name: DriverName, url: string): Promise<Driver> {
  switch (name) {
    case 'longshore':
      return (await import('./longshore.js')).openLongshore(url);
    case 'bullmq':
      return (await import('./bullmq.js')).openBullmq(url);
    case 'bee-queue':
      return (await import('./bee-queue.js')).openBeeQueue(url);
    case 'floor':
      return (await import('./floor.js')).openFloor(url);
  }
}
