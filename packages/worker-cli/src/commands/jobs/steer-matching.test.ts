import { describe, expect, it } from 'vitest';
import { CANCEL, type Deed, PROMOTE, REMOVE, RETRY } from './deeds.js';
import { type Matching, statesOf } from './steer-matching.js';

const meant = (deed: Deed, given: Partial<Matching>) =>
  statesOf(deed, {
    state: undefined,
    name: undefined,
    error: undefined,
    all: false,
    limit: undefined,
    dryRun: false,
    yes: false,
    reason: undefined,
    ...given,
  });

describe('the states that are meant', () => {
  it.each<[deed: Deed, given: Partial<Matching>, states: readonly string[]]>([
    [RETRY, { all: true }, ['failed']],
    [RETRY, { state: 'cancelled' }, ['cancelled']],
    [PROMOTE, { name: 'n' }, ['delayed']],
    [CANCEL, { all: true }, ['delayed', 'parked', 'waiting', 'prioritized', 'suspect', 'active']],
    [REMOVE, { error: 'x' }, ['failed', 'cancelled', 'expired']],
    [REMOVE, { error: 'x', state: 'expired' }, ['expired']],
  ])('%o, %o', (deed, given, states) => {
    expect(meant(deed, given)).toEqual(states);
  });

  it('never are those of running jobs to remove', () => {
    expect(meant(REMOVE, { all: true })).not.toContain('active');
    expect(() => meant(REMOVE, { state: 'active' })).toThrow('--state: to remove, expected one of');
  });

  it.each<[deed: Deed, given: Partial<Matching>, words: string]>([
    [RETRY, {}, 'say which jobs to retry'],
    [RETRY, { state: 'completed' }, '--state: to retry, expected one of failed, cancelled, expired'],
    [CANCEL, { error: 'x' }, '--error: only failed, cancelled, expired jobs have one'],
    [REMOVE, { error: 'x', state: 'completed' }, '--error: only failed'],
  ])('%o, %o is refused', (deed, given, words) => {
    expect(() => meant(deed, given)).toThrow(words);
  });
});
