// How a process is replaced: its successor takes jobs before it stops, so that there is no gap. Replacements go one after
// another: two at once would need twice the memory. A successor that does not start leaves the old process where it is.
import { noneReplaced, type ReplaceReason } from './fleet.js';
import type { ManagedProcess } from './managed-process.js';
import type { RecycleReason } from './messages.js';
import type { SupervisorParts } from './supervisor-parts.js';
import { TurnQueue } from './turn-queue.js';

/** After a successor that did not start, a process that asks to be replaced is heard again only then. */
const ASK_AGAIN_MS = 30_000;

/** What the supervisor knows and does. */
interface Replaced {
  readonly processes: ReadonlySet<ManagedProcess>;
  /** A fleet that takes nothing needs nobody new. */
  readonly needsNobody: () => boolean;
  readonly launchSuccessor: () => ManagedProcess;
  /** A place has become empty. */
  readonly fill: (withinMs: number) => void;
}

export class Replacer {
  readonly counts = noneReplaced();
  readonly #parts: SupervisorParts;
  readonly #fleet: Replaced;
  readonly #turns = new TurnQueue();

  constructor(parts: SupervisorParts, fleet: Replaced) {
    this.#parts = parts;
    this.#fleet = fleet;
  }

  /** Runs what replaces several, when those before it are done. */
  inTurn(replacing: () => Promise<void>): Promise<void> {
    return this.#turns.run(replacing);
  }

  /** A process asks to be replaced. One that was ordered to be quiet stays: another in its place would take jobs. */
  recycle(process: ManagedProcess, reason: RecycleReason): void {
    const isTooSoon = performance.now() - process.triedAt < ASK_AGAIN_MS;
    if (process.isBeingReplaced || isTooSoon || process.state === 'quiet') return;
    process.isBeingReplaced = true;
    const why = reason === 'max-jobs' ? 'has run as many jobs as it may' : 'takes more memory than it may';
    this.#parts.log.info({ process: process.number, pid: process.pid }, `${why}; another takes its place`);
    void this.#turns.run(() => this.#replace(process, reason));
  }

  /** To be called in turn. When the first successor does not start, the old ones go on. */
  async replaceAll(): Promise<void> {
    for (const process of [...this.#fleet.processes].filter(({ state }) => state !== 'stopping')) {
      process.isBeingReplaced = true;
      const isReplaced = await this.#replace(process, 'restart');
      if (this.#fleet.needsNobody()) return;
      if (!isReplaced) return this.#parts.log.error('the new code does not start; the old goes on');
    }
  }

  /** @returns whether another has taken its place */
  async #replace(process: ManagedProcess, reason: ReplaceReason): Promise<boolean> {
    const { processes, needsNobody, launchSuccessor, fill } = this.#fleet;
    if (needsNobody()) return false;
    // It was asked for twice; or it died meanwhile, and another came for it; or its place is to stay empty.
    if (process.isLeaving || !processes.has(process)) return true;
    process.hasSuccessor = true;
    const successor = launchSuccessor();
    const isReady = await successor.started;
    successor.isSuccessor = false;
    if (isReady) {
      this.counts[reason]++;
      process.stop(this.#parts.orders.shutdownTimeoutMs);
      // Who writes code does not wait for a long job of the last version.
      if (!this.#parts.isWatching) await process.exited;
      return true;
    }
    process.isBeingReplaced = false;
    process.hasSuccessor = false;
    process.triedAt = performance.now();
    // Both are gone, or on their way: the place is filled like that of any process that died.
    if ((process.isLeaving || !processes.has(process)) && !needsNobody()) fill(ASK_AGAIN_MS / 10);
    return false;
  }
}
