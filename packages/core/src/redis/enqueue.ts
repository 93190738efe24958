import { defineScript, type Reply } from './define-script.js';
import type { QueueKeys } from './keys.js';

/** One job on its way. `due`: `''` now, `'+ms'` from now by Redis's clock, or Redis ms. */
export interface Outgoing {
  readonly id: string;
  readonly text: string;
  readonly due: string;
  readonly body: string | undefined;
  /** The id was made by this client: nobody else can have it. */
  readonly own: boolean;
}

/** Adds jobs; returns the ids that were taken already. */
export const enqueue = defineScript({
  name: 'enqueue',
  keyNames: ['waiting', 'delayed', 'tries'],
  keys: (keys: QueueKeys) => [keys.waiting, keys.delayed, keys.tries],
  values: (keys, jobs: readonly Outgoing[]) => {
    const values: string[] = [keys.tag, ''];
    const others: string[] = [];
    let plain = 0;
    for (const job of jobs) {
      if (job.due === '' && job.body === undefined) {
        plain++;
        values.push(job.id, job.text);
      } else {
        others.push(job.id, job.text, job.due, job.body ?? '');
      }
    }
    values[1] = String(plain);
    return others.length === 0 ? values : values.concat(others);
  },
  read: (reply: Reply): string[] => (reply as [number, string[]])[1],
});
