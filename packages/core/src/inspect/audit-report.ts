// What an audit tells.
import type { Discovery } from '../redis/audit.js';

/** What each kind of finding says; `ID` and `WHERE` are filled in. */
const MESSAGES = {
  'ended-entry': 'ID has ended and still stands in WHERE',
  'double-entry': 'ID is in several places: WHERE',
  'double-claim': 'ID is claimed twice: WHERE',
  'no-message': 'ID stands in WHERE without a message; the worker that meets it ends it as failed',
  'no-record': 'ID stands in WHERE without a terminal record',
  'wrong-set': 'ID stands in WHERE and its terminal record says otherwise',
  'surplus-husk':
    'ID is counted more often as removed than it stands in lists; it would be dropped if it were added again',
  'tries-without-job': 'ID has tries and is no job',
  'order-without-job': 'ID shall be cancelled and is no job that lives',
  'expiry-without-job': 'ID shall expire and is no job that lives',
  'tick-without-schedule': 'ID has a next time and is no schedule',
  'wrong-sum': 'WHERE',
  'wrong-flag': 'whether the queue has limits is noted wrongly',
  'lost-job': 'ID has a message and is nowhere: no worker will ever meet it',
  'unlisted-end': 'ID has ended and stands in no list of ended jobs: it would be kept for ever',
  'stale-lock': 'WHERE is held by ID, which is no job that lives',
  'unknown-worker': 'WHERE belongs to no known worker and no grave: nobody would put its jobs back',
  'orphaned-key': 'WHERE belongs to no job',
} as const;

/** A kind of finding; docs/guide/history-and-audit.md lists them. */
export type AuditCode = keyof typeof MESSAGES;

export interface AuditFinding {
  readonly code: AuditCode;
  readonly message: string;
  /** The job, or the schedule, where it is about one. */
  readonly id?: string;
  /** Where: keys, without what all keys of the queue begin with. */
  readonly where?: string;
  /** Whether it was put right; absent unless that was asked for. */
  readonly repaired?: boolean;
}

export interface AuditReport {
  /** How many entries were looked at. */
  readonly checked: number;
  /** How many findings there are. */
  readonly found: number;
  /** The findings, the first 1,000. */
  readonly findings: AuditFinding[];
  /** Suspicions that were not followed: lists of over 100,000 entries are not searched, and no more than 1,000 ids are searched for. */
  readonly unsure: number;
}

const MOST = 1000;

/** Gathers findings: each is told once, however often it is met. */
export class AuditNotes {
  readonly findings: AuditFinding[] = [];
  readonly #met = new Set<string>();
  checked = 0;
  unsure = 0;

  constructor(readonly repair: boolean) {}

  note(found: readonly Discovery[]): void {
    for (const { code, id, where, repaired } of found) {
      const key = `${code} ${id} ${where}`;
      if (this.#met.has(key)) continue;
      this.#met.add(key);
      if (this.findings.length === MOST) continue;
      const message = MESSAGES[code as AuditCode].replace('ID', () => id).replace('WHERE', () => where);
      this.findings.push({
        code: code as AuditCode,
        message,
        ...(id === '' ? {} : { id }),
        ...(where === '' ? {} : { where }),
        ...(this.repair ? { repaired } : {}),
      });
    }
  }

  get report(): AuditReport {
    return { checked: this.checked, found: this.#met.size, findings: this.findings, unsure: this.unsure };
  }
}
