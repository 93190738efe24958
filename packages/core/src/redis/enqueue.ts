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
    const ids: string[] = [];
    const texts: string[] = [];
    const others: string[] = [];
    for (const { id, text, due, body, own } of jobs) {
      if (own && due === '' && body === undefined) {
        ids.push(id);
        texts.push(text);
      } else {
        others.push(id, text, due, body ?? '');
      }
    }
    return [keys.tag, ids.join(' '), texts.join('\n'), ...others];
  },
  read: (reply: Reply): string[] => (reply as [number, string[]])[1],
});
