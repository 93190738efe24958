// What the quickstart says, sentence by sentence.

import type { Paint } from '../print/paint.js';
import { counted, fitPath, grouped, printable, sizeOf } from '../print/text.js';
import type { Verdict } from './check-results.js';
import type { Casualty } from './crash-scene.js';
import type { Measured, RunNotice } from './file-jobs.js';
import type { WorkerView } from './run-view.js';

export interface Totals {
  readonly results: ReadonlyMap<string, Measured>;
  readonly run: RunNotice;
  readonly verdict: Verdict;
  readonly seconds: number;
}

const PATH_ROOM = 50;
const MOST_NAMED = 8;

export class Story {
  readonly #say: (line: string) => void;
  readonly #paint: Paint;

  constructor(say: (line: string) => void, paint: Paint) {
    this.#say = say;
    this.#paint = paint;
  }

  opened(files: number, directory: string): void {
    this.#say('');
    this.#say(`  ${this.#paint('bold', 'Longshore quickstart')}`);
    this.#say(this.#paint('dim', `  ${counted(files, 'file')} in ${printable(directory)}`));
  }

  served(server: string): void {
    this.#say(this.#paint('dim', `  ${server}`));
    this.#say('');
  }

  started(workers: Iterable<WorkerView>): void {
    const names = [...workers].map(({ letter, pid }) => `worker ${letter}, pid ${pid}`);
    this.#event('+', 'green', names.join(', and '));
  }

  added(jobs: number, ms: number): void {
    this.#event('+', 'green', `${counted(jobs, 'job')} added in ${Math.round(ms)} ms, one for each file`);
  }

  killed({ worker, held }: Casualty): void {
    const jobs = `${counted(held.length, 'job')} in its hands`;
    this.#event('✗', 'red', `kill -9 ${worker.pid}: worker ${worker.letter} dies with ${jobs}`);
    for (const path of held.slice(0, MOST_NAMED)) this.#say(this.#paint('dim', `      ${fitPath(path, PATH_ROOM)}`));
  }

  replaced(letter: string, pid: number): void {
    this.#event('+', 'green', `worker ${letter}, pid ${pid}, takes its place`);
  }

  recovered(letter: string, victim: string | undefined, count: number): void {
    const dead = victim ? `worker ${victim} dead` : 'a dead worker';
    this.#event('↺', 'yellow', `worker ${letter} found ${dead} and put ${counted(count, 'job')} back: recovered`);
  }

  failed(path: string, why: string): void {
    this.#event('✗', 'red', `${fitPath(path, PATH_ROOM)}: ${printable(why)}`);
  }

  measured(path: string, measured: Measured): void {
    if (!measured) return this.#event('·', 'dim', `${fitPath(path, PATH_ROOM)} is gone`);
    const { sha256, bytes, lines, words } = measured;
    const counts = `${counted(lines, 'line')}, ${counted(words, 'word')}, ${sizeOf(bytes)}`;
    this.#event('✓', 'green', `${fitPath(path, PATH_ROOM)}  ${counts}  ${this.#paint('dim', sha256.slice(0, 12))}`);
  }

  ended({ results, run, verdict, seconds }: Totals): void {
    this.#say('');
    const measures = [...results.values()].filter((measured) => measured !== null);
    const sum = (of: 'bytes' | 'lines' | 'words') => measures.reduce((total, measure) => total + measure[of], 0);
    this.#row('files', `${grouped(measures.length)}, ${this.#verdict(verdict)}`);
    this.#row('size', `${sizeOf(sum('bytes'))}, ${counted(sum('lines'), 'line')}, ${counted(sum('words'), 'word')}`);
    this.#row('rate', `${(run.completed / seconds).toFixed(1)} files a second, in ${seconds.toFixed(1)} s`);
    this.#row('recovered', `${counted(run.recovered, 'job')} of the killed worker, run again by the others`);
    for (const path of verdict.wrong.slice(0, MOST_NAMED)) this.#row('wrong', fitPath(path, PATH_ROOM));
  }

  whatNext(): void {
    this.#say('');
    this.#say(`  ${this.#paint('bold', 'Next')}`);
    for (const [command, what] of NEXT) this.#say(`  ${this.#paint('cyan', command.padEnd(COMMAND_ROOM))}${what}`);
    this.#say('');
  }

  watching(directory: string): void {
    this.#event('…', 'cyan', `watching ${printable(directory)}: change a file, or kill -9 a worker; Ctrl-C ends`);
  }

  trouble(what: string): void {
    this.#event('!', 'yellow', printable(what));
  }

  leaving(): void {
    this.#event('·', 'dim', 'the workers finish what they are doing, and everything ends');
  }

  /** The last line, for programs as much as for people. */
  lastLine({ completed, failed, recovered }: RunNotice, lost: number): void {
    this.#say(`quickstart: ${completed} completed, ${failed} failed, ${lost} lost, ${recovered} recovered`);
  }

  #verdict({ wrong, changed }: Verdict): string {
    if (wrong.length > 0) return this.#paint('red', `${wrong.length} of them with a wrong result`);
    const rest = changed.length > 0 ? ` but ${grouped(changed.length)} that kept changing` : '';
    return this.#paint('green', `every result the same as a direct computation${rest}`);
  }

  #event(mark: string, style: Parameters<Paint>[0], text: string): void {
    this.#say(`  ${this.#paint(style, mark)} ${text}`);
  }

  #row(name: string, text: string): void {
    this.#say(`  ${this.#paint('dim', name.padEnd(ROW_ROOM))}${text}`);
  }
}

const ROW_ROOM = 11;
const COMMAND_ROOM = 33;
const NEXT = [
  ['npm run quickstart -- DIRECTORY', 'measure a directory of yours'],
  ['node examples/queue.mjs', 'add a job, run it, wait for its result'],
  ['node examples/chat-room.mjs', 'a channel with a history'],
  ['docs/guide.md', 'your first queue in five minutes'],
] as const;
