import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One run of one job, as its handler wrote it down. */
export interface Run {
  readonly id: string;
  readonly token: string;
  /** The worker that claimed it, and the number of the claim: both are the token's. */
  readonly worker: string;
  readonly claim: number;
  readonly pid: number;
  readonly startedAt: number;
  endedAt: number | undefined;
  /** `done`, `failed`, or the reason for which it was told to stop; undefined when the handler never got to its end. */
  how: string | undefined;
}

/**
 * What happened in a test, written down where no kill can take it back: handlers append to a file of their process, and
 * the test itself tells which jobs were accepted and whom it killed. From it a second start of a job is explained or not.
 */
export class Ledger {
  readonly folder = mkdtempSync(join(tmpdir(), 'longshore-ledger-'));
  /** Ids that Redis has taken. */
  readonly accepted = new Set<string>();
  /** Ids of which it is not known whether Redis has taken them. */
  readonly doubtful = new Set<string>();
  readonly #killed = new Map<number, number>();
  readonly #logs = new Map<string, number>();

  /** A file for a worker; `own` tells its process id once that is known. */
  file(name: string): { path: string; own: (pid: number) => void } {
    return { path: join(this.folder, name), own: (pid) => this.#logs.set(name, pid) };
  }

  /** Told before the signal is sent, so that no start can come between. */
  killed(pid: number): void {
    this.#killed.set(pid, Date.now());
  }

  get kills(): number {
    return this.#killed.size;
  }

  /** Takes over what a producer has written. */
  readProducer(name: string): void {
    const last = new Map(this.#lines(name).map(([id, outcome]) => [id, outcome]));
    for (const [id, outcome] of last) (outcome === 'ok' ? this.accepted : this.doubtful).add(id as string);
  }

  /** All runs, the runs of each job in the order of their claims. */
  runs(): Map<string, Run[]> {
    const byToken = new Map<string, Run>();
    for (const [name, pid] of this.#logs) {
      for (const [id, token, word, at, how] of this.#lines(name)) {
        if (word === 'start') byToken.set(`${id} ${token}`, newRun(id as string, token as string, pid, Number(at)));
        const run = word === 'end' ? byToken.get(`${id} ${token}`) : undefined;
        if (run) Object.assign(run, { endedAt: Number(at), how });
      }
    }
    const byJob = new Map<string, Run[]>();
    for (const run of byToken.values()) byJob.set(run.id, [...(byJob.get(run.id) ?? []), run]);
    for (const runs of byJob.values()) runs.sort((a, b) => a.claim - b.claim);
    return byJob;
  }

  /** Why a job could start again after this run; undefined when nothing that was recorded explains it. */
  why(run: Run): string | undefined {
    if (run.how !== undefined && run.how !== 'done') return run.how;
    const killedAt = this.#killed.get(run.pid);
    if (killedAt !== undefined) return `process ${run.pid} was killed`;
    return this.lost().has(run.worker) ? `worker ${run.worker} lost its lease` : undefined;
  }

  /** When a process was killed. */
  killedAt(pid: number): number | undefined {
    return this.#killed.get(pid);
  }

  /** The workers that said that they had lost their lease. */
  lost(): Set<string> {
    const lost = new Set<string>();
    for (const name of this.#logs.keys()) {
      for (const [, worker, word] of this.#lines(name)) if (word === 'lost') lost.add(worker as string);
    }
    return lost;
  }

  /** Starts of a job whose run before it nothing explains, and runs of one job in the wrong order or at the same time. */
  problems(): string[] {
    const found: string[] = [];
    for (const [id, runs] of this.runs()) {
      for (const [i, run] of runs.entries()) {
        const before = runs[i - 1];
        if (before === undefined) continue;
        if (this.why(before) === undefined)
          found.push(`${id} ran again as ${run.token} after ${before.token}, and nothing explains it`);
        if (run.startedAt < before.startedAt)
          found.push(`${id}: claim ${run.claim} started before claim ${before.claim}`);
        const killedAt = this.killedAt(before.pid);
        if (killedAt !== undefined && run.startedAt < killedAt && before.how === undefined) {
          found.push(`${id} started again as ${run.token} before ${before.token} was killed`);
        }
      }
    }
    return found;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #lines(name: string): string[][] {
    if (!readdirSync(this.folder).includes(name)) return [];
    const lines = readFileSync(join(this.folder, name), 'utf8').split('\n');
    // Whatever follows the last line break was not written to its end.
    return lines.slice(0, -1).map((line) => line.split(' '));
  }
}

function newRun(id: string, token: string, pid: number, startedAt: number): Run {
  const [worker = '', claim] = token.split('/');
  return { id, token, worker, claim: Number(claim), pid, startedAt, endedAt: undefined, how: undefined };
}
