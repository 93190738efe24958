// The stage on which the quickstart plays:
//   1. two worker processes, a job for each file;
//   2. a worker process is killed over its work, and another puts its jobs back;
//   3. every result is checked;
//   4. while it watches, files that are new or were changed are measured too.
import { Queue } from '@longshore/core';
import { checkResults, type Verdict } from './check-results.js';
import { killHolder } from './crash-scene.js';
import { type FileQueue, fileQueue } from './file-jobs.js';
import { FileRun } from './file-run.js';
import type { RedisPlace } from './redis-place.js';
import { RunPoster } from './run-poster.js';
import { RunView } from './run-view.js';
import type { Screen } from './screen.js';
import type { Story } from './story.js';
import { watchDirectory } from './watch-directory.js';
import { SLOTS } from './worker-orders.js';
import { WorkerPool } from './worker-pool.js';
import type { WorkerProcess } from './worker-process.js';

export interface StageSettings {
  readonly directory: string;
  /** What to call the directory. */
  readonly label: string;
  readonly files: readonly string[];
  readonly screen: Screen;
  readonly interrupted: AbortSignal;
  readonly place: RedisPlace;
  readonly story: Story;
}

const PROCESSES = 2;
/** The share of files after which a worker dies. */
const KILL_AT = 0.25;
/** How long the whole takes, as far as the rest after each file can see to it. */
const WHOLE_MS = 12_000;
const LONGEST_PAUSE_MS = 250;
const SHORTEST_PAUSE_MS = 2;
/** How often files that were written meanwhile are measured once more. */
const REPEATS = 3;
/** The last notice is on the screen by then. */
const PICTURE_MS = 1000;

export class Stage {
  readonly run: FileRun;
  readonly pool: WorkerPool;
  readonly #settings: StageSettings;
  readonly #queue: FileQueue;
  readonly #poster: RunPoster;
  readonly #view: RunView;
  #isWatching = false;
  /** Whether the picture moves; between runs there are only lines. */
  #isShown = true;

  constructor(settings: StageSettings) {
    const { directory, files, place, screen, story } = settings;
    this.#settings = settings;
    this.#queue = new Queue(fileQueue, { connection: place.url, prefix: place.prefix });
    this.#poster = new RunPoster(place);
    this.#view = new RunView(place, () => this.#isShown && screen.draw(this.#view));
    this.run = new FileRun(this.#queue, {
      onChange: (notice) => this.#poster.post(notice),
      onMeasured: (path, measured) => void (this.#isWatching && story.measured(path, measured)),
      onFailed: (path, why) => story.failed(path, why),
    });
    this.pool = new WorkerPool(
      { url: place.url, prefix: place.prefix, directory, pauseMs: pauseFor(files.length) },
      {
        onStarted: ({ letter, pid }) => this.#view.addWorker(letter, pid),
        onReady: (worker) => this.#ready(worker),
        onGone: (worker, how) => this.#gone(worker, how),
        onRecovered: (worker, registration, count) => this.#recovered(worker, registration, count),
        onLine: ({ letter }, line) => story.trouble(`worker ${letter}: ${line}`),
      },
    );
  }

  /** Jobs of which nothing was ever heard; those that an interruption left undone are not lost. */
  get lost(): number {
    return this.#settings.interrupted.aborted ? 0 : this.run.open;
  }

  /** Measures all files; true when every result is right, and a dead worker's jobs came back. */
  async play(): Promise<boolean> {
    const { files, interrupted, story } = this.#settings;
    // A Redis that cannot be used is told here, once, and not by every process.
    await this.#queue.counts();
    await this.pool.start(PROCESSES);
    story.started(this.#view.workers.values());
    const since = Date.now();
    const startedAt = performance.now();
    this.#view.startedAt = startedAt;
    await this.run.add(files);
    story.added(files.length, performance.now() - startedAt);
    await this.#runThroughCrash();
    if (interrupted.aborted) return false;
    const seconds = (performance.now() - startedAt) / 1000;
    const verdict = await this.#check(since);
    await this.#lastPicture();
    const { notice: run, results } = this.run;
    story.ended({ results, run, verdict, seconds });
    story.whatNext();
    return run.completed === run.total && run.recovered > 0 && verdict.wrong.length === 0;
  }

  /** Measures files that are new or were changed, until it is interrupted. */
  async watch(): Promise<void> {
    const { directory, label, interrupted, story } = this.#settings;
    if (interrupted.aborted) return;
    const add = (path: string) => this.run.add([path]).catch((error) => story.failed(path, error.message));
    const stop = await watchDirectory(directory, add, (error) => story.trouble(error.message));
    story.watching(label);
    this.#isWatching = true;
    this.#isShown = true;
    await this.#view.until(() => false, interrupted);
    await stop();
  }

  /** Lets the workers finish what they are doing, and closes everything. */
  async close(): Promise<void> {
    const { interrupted, screen, story } = this.#settings;
    this.#isShown = false;
    screen.end();
    if (interrupted.aborted) story.leaving();
    await this.pool.leave();
    await Promise.all([this.#queue.close(), this.#poster.close(), this.#view.close()]);
  }

  async #runThroughCrash(): Promise<void> {
    const { interrupted } = this.#settings;
    const over = new AbortController();
    const scene = this.#killOne(AbortSignal.any([interrupted, over.signal]));
    await this.run.settled(interrupted);
    over.abort();
    await scene;
  }

  async #killOne(until: AbortSignal): Promise<void> {
    const { files, story } = this.#settings;
    await this.#view.until(() => this.#view.run.completed >= KILL_AT * files.length, until);
    const casualty = await killHolder(this.#view, this.#queue, until);
    if (casualty) story.killed(casualty);
  }

  /** A file that was written meanwhile is measured once more: then its result has to be right. */
  async #check(since: number): Promise<Verdict> {
    const { directory, interrupted } = this.#settings;
    const { results } = this.run;
    let verdict = await checkResults(directory, [...results.keys()], results, since);
    for (let i = 0; i < REPEATS && verdict.changed.length > 0; i++) {
      await this.run.add(verdict.changed);
      await this.run.settled(interrupted);
      const again = await checkResults(directory, verdict.changed, results, since);
      verdict = {
        right: verdict.right + again.right,
        wrong: [...verdict.wrong, ...again.wrong],
        changed: again.changed,
      };
    }
    return verdict;
  }

  /** The picture stops where everything has ended. */
  async #lastPicture(): Promise<void> {
    await this.#poster.posted();
    const isStill = () =>
      this.#view.run.completed === this.run.notice.completed &&
      [...this.#view.workers.values()].every(({ state, notice }) => state !== 'running' || notice.running.length === 0);
    await this.#view.until(isStill, AbortSignal.timeout(PICTURE_MS));
    this.#isShown = false;
    this.#settings.screen.end();
  }

  #ready({ letter, pid }: WorkerProcess): void {
    this.#view.setState(letter, 'running');
    if (this.#view.workers.size > PROCESSES) this.#settings.story.replaced(letter, pid);
  }

  #gone({ letter, pid }: WorkerProcess, how: string): void {
    const { interrupted, story } = this.#settings;
    const wasKilled = this.#view.workers.get(letter)?.state === 'killed';
    this.#view.setState(letter, how === 'SIGKILL' ? 'killed' : 'gone');
    if (!wasKilled && !this.pool.isLeaving && !interrupted.aborted)
      story.trouble(`worker ${letter}, pid ${pid}, ended: ${how}`);
  }

  #recovered({ letter }: WorkerProcess, registration: string, count: number): void {
    this.run.recovered(count);
    this.#settings.story.recovered(letter, this.#view.findByRegistration(registration)?.letter, count);
  }
}

/** So that eyes can follow few files, and many do not take for ever. */
function pauseFor(files: number): number {
  const pauseMs = Math.round((WHOLE_MS * PROCESSES * SLOTS) / files);
  return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, pauseMs));
}
