// The states of jobs, in the order in which people ask for them.
import { word } from '../../settings/values.js';

/** Of jobs that run, that may run next, that run later. */
export const LIVING = ['active', 'suspect', 'prioritized', 'waiting', 'parked', 'delayed'] as const;
/** Of jobs that have ended otherwise than they should: they have an error or a reason. */
export const UNDONE = ['failed', 'cancelled', 'expired'] as const;
export const STATES = [...LIVING, ...UNDONE, 'completed'] as const;

export type State = (typeof STATES)[number];

/** Reads one of them. */
export const stateWord = word(...STATES);
