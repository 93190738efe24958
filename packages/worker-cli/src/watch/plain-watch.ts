// Shows a watch as lines, for a file, a pipe or a terminal that can do no more: one for each thing that changes.
import type { Output } from '../print/output.js';
import { printable } from '../print/text.js';
import { describeStanding } from './describe-standing.js';
import { printResult } from './print-result.js';
import { ProgressReader } from './progress-reader.js';
import type { Ending, WatchEvent, WatchScreen } from './watch-events.js';

export class PlainWatch implements WatchScreen {
  readonly #reader = new ProgressReader();
  #standing = '';
  #isAway = false;

  constructor(readonly output: Output) {}

  tell(event: WatchEvent): void {
    if (event.is === 'standing') this.#stand(describeStanding(event.standing));
    else if (event.is === 'notice') this.#progress(event.notice.value);
    else if (event.is === 'back') this.#back();
    else this.#away(event.message);
  }

  end(ending: Ending): void {
    if (ending.state !== 'completed') return;
    this.output.line('completed');
    printResult(ending.result, this.output);
  }

  leave(): void {}

  /** How many go before it changes all the time and is no news. */
  #stand(words: string): void {
    const lasting = words.replaceAll(/\d+ jobs/g, 'jobs');
    if (lasting === this.#standing) return;
    this.#standing = lasting;
    this.output.line(words);
  }

  #progress(value: unknown): void {
    const { share, count, text } = this.#reader.read(value);
    const percent = share === undefined ? '' : `${Math.floor(share * 100)} %`.padStart(5);
    this.output.line([percent, count ?? '', text].filter((part) => part !== '').join('  '));
  }

  #away(message: string): void {
    if (!this.#isAway) this.output.note(`no word from Redis; trying again: ${printable(message)}`);
    this.#isAway = true;
  }

  #back(): void {
    this.#isAway = false;
    this.output.note('Redis is back');
  }
}
