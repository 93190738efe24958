// The contracts of the scripts that look for what must not be in a queue, and put it right. Each looks at everything that
// it tells of in one step, so that a queue that works gives no false alarm.
import { defineScript, keysNamed, type Reply } from './define-script.js';

/** What one look has found. */
export interface Discovery {
  readonly code: string;
  /** The job; `''` where it is not about one. */
  readonly id: string;
  readonly where: string;
  readonly repaired: boolean;
}

const list = (reply: Reply | undefined): Reply[] => (reply ?? []) as Reply[];
const texts = (reply: Reply | undefined): string[] => (reply ?? []) as string[];

function discoveries(flat: readonly Reply[]): Discovery[] {
  const found: Discovery[] = [];
  for (let i = 0; i < flat.length; i += 4) {
    const [code, id, where, repaired] = flat.slice(i, i + 4);
    found.push({ code: String(code), id: String(id), where: String(where), repaired: Number(repaired) === 1 });
  }
  return found;
}

export interface AuditInput {
  /** A key without its tag, or `roster`, `sums`, `sum:<name>`. */
  readonly place: string;
  readonly cursor: string | number;
  readonly limit: number;
  readonly repair: boolean;
}

/** Looks at a part of one place; `onward` is `''` at the end of what is scanned. */
export const audit = defineScript({
  name: 'audit',
  ...keysNamed(
    'waiting',
    'prioritized',
    'delayed',
    'suspects',
    'workers',
    'leases',
    'graves',
    'tries',
    'completed',
    'failed',
    'cancelled',
    'expired',
    'expiring',
    'gone',
    'orders',
    'parked',
    'schedules',
    'ticks',
    'limits',
    'meta',
    'stats',
  ),
  values: (keys, { place, cursor, limit, repair }: AuditInput) => [keys.tag, place, cursor, limit, repair ? 1 : 0],
  read: (reply: Reply) => {
    const [onward, entries, ...found] = list(reply);
    return { onward: String(onward), entries: texts(entries), found: discoveries(found) };
  },
});

/** Searches the lists for one job; undefined when all is well. */
export const recheck = defineScript({
  name: 'recheck',
  ...keysNamed(
    'waiting',
    'prioritized',
    'delayed',
    'suspects',
    'workers',
    'graves',
    'tries',
    'completed',
    'gone',
    'parked',
    'meta',
    'stats',
  ),
  values: (keys, input: { id: string; repair: boolean; further: readonly string[] }) => [
    keys.tag,
    input.id,
    input.repair ? 1 : 0,
    ...input.further,
  ],
  read: (reply: Reply, { id }): Discovery | 'unsure' | undefined => {
    const [code, where, repaired] = list(reply);
    if (code === 'fine') return undefined;
    return code === 'unsure' ? code : discoveries([String(code), id, String(where), Number(repaired)])[0];
  },
});

/** Looks at a part of the keys of the server. */
export const scan = defineScript({
  name: 'scan',
  ...keysNamed('prioritized', 'delayed', 'workers', 'leases', 'graves', 'failed', 'cancelled', 'expired'),
  values: (keys, input: { cursor: string; count: number; repair: boolean }) => [
    keys.tag,
    `${keys.tag.replace(/[\\*?[\]]/g, '\\$&')}*`,
    input.cursor,
    input.count,
    input.repair ? 1 : 0,
  ],
  read: (reply: Reply) => {
    const [onward, stray, names, ...found] = list(reply);
    return { onward: String(onward), stray: texts(stray), names: texts(names), found: discoveries(found) };
  },
});
