// The states of a job, and every way from one to another with the one script that goes it.
// docs/internals.md draws this table; a test holds the drawing to it.

export type TerminalState = 'completed' | 'failed' | 'cancelled' | 'expired';
export type JobState = 'waiting' | 'delayed' | 'suspect' | 'unclaimed' | 'active' | TerminalState;

export interface Transition {
  readonly from: JobState | 'new';
  readonly to: JobState | 'removed';
  readonly script: string;
  readonly why: string;
}

export const TRANSITIONS: readonly Transition[] = [
  { from: 'new', to: 'waiting', script: 'enqueue', why: 'added' },
  { from: 'new', to: 'delayed', script: 'enqueue', why: 'added with delay or runAt' },
  { from: 'delayed', to: 'waiting', script: 'exchange', why: 'due' },
  { from: 'delayed', to: 'suspect', script: 'exchange', why: 'due, and its workers died twice' },
  { from: 'waiting', to: 'unclaimed', script: 'BLMOVE', why: 'moved by a blocked read' },
  { from: 'waiting', to: 'active', script: 'exchange', why: 'taken' },
  { from: 'unclaimed', to: 'active', script: 'exchange', why: 'adopted' },
  { from: 'unclaimed', to: 'waiting', script: 'reap', why: 'worker died or left before it claimed' },
  { from: 'unclaimed', to: 'waiting', script: 'give-back', why: 'worker is blocked' },
  { from: 'suspect', to: 'active', script: 'exchange', why: 'taken alone' },
  { from: 'active', to: 'completed', script: 'exchange', why: 'handler returned' },
  { from: 'active', to: 'failed', script: 'exchange', why: 'attempts used up, or unrecoverable' },
  { from: 'active', to: 'delayed', script: 'exchange', why: 'retry after backoff, or postponed' },
  { from: 'active', to: 'waiting', script: 'exchange', why: 'handed back' },
  { from: 'active', to: 'suspect', script: 'exchange', why: 'suspect handed back' },
  { from: 'active', to: 'waiting', script: 'reap', why: 'worker died or left' },
  { from: 'active', to: 'suspect', script: 'reap', why: 'worker died twice, or left with a suspect' },
  { from: 'active', to: 'failed', script: 'reap', why: 'worker died too often, or ack was early' },
  { from: 'waiting', to: 'failed', script: 'exchange', why: 'message missing' },
  { from: 'unclaimed', to: 'failed', script: 'exchange', why: 'message missing' },
  { from: 'suspect', to: 'failed', script: 'exchange', why: 'message missing' },
  { from: 'waiting', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'unclaimed', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'delayed', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'suspect', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'completed', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'failed', to: 'removed', script: 'remove', why: 'removed by a user' },
  { from: 'completed', to: 'removed', script: 'exchange', why: 'retention by count' },
  { from: 'failed', to: 'removed', script: 'exchange', why: 'retention by count' },
  { from: 'completed', to: 'removed', script: 'sweep', why: 'retention by age' },
  { from: 'failed', to: 'removed', script: 'sweep', why: 'retention by age' },
];
