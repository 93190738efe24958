// The states of a job, and every way from one to another with the one script that goes it.
// docs/internals.md draws this table; a test holds the drawing to it.

export type TerminalState = 'completed' | 'failed' | 'cancelled' | 'expired';
export type JobState =
  | 'waiting'
  | 'prioritized'
  | 'delayed'
  | 'parked'
  | 'suspect'
  | 'unclaimed'
  | 'active'
  | TerminalState;

export interface Transition {
  readonly from: JobState | 'new';
  readonly to: JobState | 'removed';
  readonly script: string;
  readonly why: string;
}

export const TRANSITIONS: readonly Transition[] = [
  { from: 'new', to: 'waiting', script: 'enqueue', why: 'added' },
  { from: 'new', to: 'prioritized', script: 'enqueue', why: 'added with a priority' },
  { from: 'new', to: 'delayed', script: 'enqueue', why: 'added with delay or runAt' },
  { from: 'new', to: 'waiting', script: 'schedule-tick', why: 'a slot of a schedule has come' },
  { from: 'new', to: 'prioritized', script: 'schedule-tick', why: 'a slot has come, and its jobs have a priority' },
  { from: 'delayed', to: 'waiting', script: 'exchange', why: 'due' },
  { from: 'delayed', to: 'prioritized', script: 'exchange', why: 'due, and it has a priority' },
  { from: 'delayed', to: 'suspect', script: 'exchange', why: 'due, and its workers died twice' },
  { from: 'delayed', to: 'waiting', script: 'enqueue', why: 'replaced by one without a delay' },
  { from: 'delayed', to: 'prioritized', script: 'enqueue', why: 'replaced by one without a delay' },
  { from: 'waiting', to: 'delayed', script: 'enqueue', why: 'replaced by one with a delay' },
  { from: 'prioritized', to: 'delayed', script: 'enqueue', why: 'replaced by one with a delay' },
  { from: 'parked', to: 'delayed', script: 'enqueue', why: 'replaced by one with a delay' },
  { from: 'suspect', to: 'delayed', script: 'enqueue', why: 'replaced by one with a delay' },
  { from: 'waiting', to: 'unclaimed', script: 'BLMOVE', why: 'moved by a blocked read' },
  { from: 'waiting', to: 'active', script: 'exchange', why: 'taken' },
  { from: 'prioritized', to: 'active', script: 'exchange', why: 'taken in its turn' },
  { from: 'parked', to: 'active', script: 'exchange', why: 'taken by a worker that has its handler' },
  { from: 'unclaimed', to: 'active', script: 'exchange', why: 'adopted' },
  {
    from: 'unclaimed',
    to: 'waiting',
    script: 'exchange',
    why: 'the queue was paused, or a limit reached, while the read was blocked',
  },
  { from: 'unclaimed', to: 'waiting', script: 'reap', why: 'worker died or left before it claimed' },
  { from: 'unclaimed', to: 'waiting', script: 'give-back', why: 'worker is blocked' },
  { from: 'suspect', to: 'active', script: 'exchange', why: 'taken alone, or for a process of its own' },
  { from: 'active', to: 'completed', script: 'exchange', why: 'handler returned' },
  {
    from: 'active',
    to: 'failed',
    script: 'settle',
    why: 'attempts used up, or unrecoverable, or its own process died too often',
  },
  { from: 'active', to: 'cancelled', script: 'settle', why: 'cancelled while it ran' },
  { from: 'active', to: 'delayed', script: 'settle', why: 'retry after backoff, or postponed' },
  { from: 'active', to: 'waiting', script: 'settle', why: 'handed back' },
  { from: 'active', to: 'prioritized', script: 'settle', why: 'handed back to its old place' },
  { from: 'active', to: 'suspect', script: 'settle', why: 'suspect handed back, or its own process died' },
  { from: 'active', to: 'parked', script: 'settle', why: 'its worker has no handler of this name' },
  { from: 'active', to: 'waiting', script: 'reap', why: 'worker died or left' },
  { from: 'active', to: 'prioritized', script: 'reap', why: 'worker died or left' },
  { from: 'active', to: 'suspect', script: 'reap', why: 'worker died twice, or with a suspect, or left with one' },
  { from: 'active', to: 'failed', script: 'reap', why: 'worker died too often, or ack was early' },
  { from: 'active', to: 'cancelled', script: 'reap', why: 'worker died before it heeded the order' },
  { from: 'waiting', to: 'failed', script: 'exchange', why: 'message missing' },
  { from: 'unclaimed', to: 'failed', script: 'exchange', why: 'message missing' },
  { from: 'suspect', to: 'failed', script: 'exchange', why: 'message missing' },
  { from: 'prioritized', to: 'failed', script: 'exchange', why: 'message missing' },
  { from: 'parked', to: 'failed', script: 'exchange', why: 'message missing' },
  { from: 'waiting', to: 'expired', script: 'exchange', why: 'met after its time' },
  { from: 'unclaimed', to: 'expired', script: 'exchange', why: 'met after its time' },
  { from: 'prioritized', to: 'expired', script: 'exchange', why: 'met after its time' },
  { from: 'parked', to: 'expired', script: 'exchange', why: 'met after its time' },
  { from: 'suspect', to: 'expired', script: 'exchange', why: 'met after its time' },
  { from: 'waiting', to: 'expired', script: 'enqueue', why: 'dropped by a full queue' },
  { from: 'prioritized', to: 'expired', script: 'enqueue', why: 'dropped by a full queue' },
  { from: 'delayed', to: 'expired', script: 'enqueue', why: 'dropped by a full queue' },
  { from: 'waiting', to: 'expired', script: 'expire', why: 'not started in time' },
  { from: 'unclaimed', to: 'expired', script: 'expire', why: 'not started in time' },
  { from: 'prioritized', to: 'expired', script: 'expire', why: 'not started in time' },
  { from: 'delayed', to: 'expired', script: 'expire', why: 'not started in time' },
  { from: 'parked', to: 'expired', script: 'expire', why: 'not started in time' },
  { from: 'suspect', to: 'expired', script: 'expire', why: 'not started in time' },
  { from: 'waiting', to: 'cancelled', script: 'cancel', why: 'cancelled before it started' },
  { from: 'unclaimed', to: 'cancelled', script: 'cancel', why: 'cancelled before it started' },
  { from: 'prioritized', to: 'cancelled', script: 'cancel', why: 'cancelled before it started' },
  { from: 'delayed', to: 'cancelled', script: 'cancel', why: 'cancelled before it started' },
  { from: 'parked', to: 'cancelled', script: 'cancel', why: 'cancelled before it started' },
  { from: 'suspect', to: 'cancelled', script: 'cancel', why: 'cancelled before it started' },
  { from: 'failed', to: 'waiting', script: 'retry', why: 'retried by a user' },
  { from: 'failed', to: 'prioritized', script: 'retry', why: 'retried by a user' },
  { from: 'cancelled', to: 'waiting', script: 'retry', why: 'retried by a user' },
  { from: 'cancelled', to: 'prioritized', script: 'retry', why: 'retried by a user' },
  { from: 'expired', to: 'waiting', script: 'retry', why: 'retried by a user' },
  { from: 'expired', to: 'prioritized', script: 'retry', why: 'retried by a user' },
  { from: 'delayed', to: 'waiting', script: 'promote', why: 'a user did not want to wait' },
  { from: 'delayed', to: 'prioritized', script: 'promote', why: 'a user did not want to wait' },
  { from: 'delayed', to: 'suspect', script: 'promote', why: 'a user did not want to wait' },
  { from: 'waiting', to: 'delayed', script: 'reschedule', why: 'a user set a time' },
  { from: 'unclaimed', to: 'delayed', script: 'reschedule', why: 'a user set a time' },
  { from: 'prioritized', to: 'delayed', script: 'reschedule', why: 'a user set a time' },
  { from: 'parked', to: 'delayed', script: 'reschedule', why: 'a user set a time' },
  { from: 'suspect', to: 'delayed', script: 'reschedule', why: 'a user set a time' },
  { from: 'waiting', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'unclaimed', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'delayed', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'suspect', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'prioritized', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'parked', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'completed', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'failed', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'cancelled', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'expired', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'completed', to: 'removed', script: 'exchange', why: 'retention by count' },
  { from: 'completed', to: 'removed', script: 'retain', why: 'retention by count or age' },
  { from: 'failed', to: 'removed', script: 'retain', why: 'retention by count or age' },
  { from: 'cancelled', to: 'removed', script: 'retain', why: 'retention by count or age' },
  { from: 'expired', to: 'removed', script: 'retain', why: 'retention by count or age' },
];
