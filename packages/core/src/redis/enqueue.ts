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
  /** What `tries` keeps of it, each word behind a space: priority, lifo, expiry, unique key, retention. `''` for most jobs. */
  readonly words: string;
  /** How long its unique key is held at most, ms; `''`: until freed. */
  readonly hold: number | '';
  /** When its unique key is taken: the holder gets this job's data, and its delay begins anew. */
  readonly replace: boolean;
}

/** What became of a call; all empty where each job was added. */
export interface Enqueued {
  /** Their ids were taken. */
  readonly taken: readonly string[];
  /** The queue is full. */
  readonly refused: readonly string[];
  /** id → the job that holds its unique key. */
  readonly holders: ReadonlyMap<string, string>;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Adds jobs. */
export const enqueue = defineScript({
  name: 'enqueue',
  keyNames: ['waiting', 'delayed', 'tries', 'limits'],
  keys: (keys: QueueKeys) => [keys.waiting, keys.delayed, keys.tries, keys.limits],
  values: (keys, jobs: readonly Outgoing[]) => {
    const ids: string[] = [];
    const texts: string[] = [];
    const others: (string | number)[] = [];
    for (const { id, text, due, body, own, words, hold, replace } of jobs) {
      if (own && due === '' && body === undefined && words === '') {
        ids.push(id);
        texts.push(text);
      } else {
        others.push(id, text, due, body ?? '', words, hold, replace ? 'replace' : 'keep');
      }
    }
    return [keys.tag, ids.join(' '), texts.join('\n'), ...others];
  },
  read: (reply: Reply): Enqueued => {
    const [, taken, refused, pairs] = reply as [number, string[], string[], string[]];
    if (pairs.length === 0) return { taken, refused, holders: NONE };
    const holders = new Map<string, string>();
    for (let i = 0; i < pairs.length; i += 2) holders.set(pairs[i] as string, pairs[i + 1] as string);
    return { taken, refused, holders };
  },
});
