// The one place that knows both contestants.
import type { Contestant, ContestantName } from './contestant.js';

/** Each is imported only where it runs: a process that is measured holds no code of the other. */
export async function openContestant(name: ContestantName, url: string): Promise<Contestant> {
  if (name === 'longshore') return (await import('./longshore.js')).openLongshore(url);
  return (await import('./bull-board.js')).openBullBoard(url);
}
