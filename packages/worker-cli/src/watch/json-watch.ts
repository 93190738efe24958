// Shows a watch to programs: each notice is a line of JSON, and so is the end.
import { JobFailedError } from '@longshore/core';
import type { Output } from '../print/output.js';
import type { Ending, WatchEvent, WatchScreen } from './watch-events.js';

export class JsonWatch implements WatchScreen {
  constructor(readonly output: Output) {}

  tell(event: WatchEvent): void {
    if (event.is === 'notice') this.#line(event.notice);
  }

  end(ending: Ending): void {
    if (ending.state === 'completed') return this.#line({ state: ending.state, result: ending.result ?? null });
    const { state, error } = ending;
    const failure = error instanceof JobFailedError ? { failure: error.failure, attempts: error.attempts } : {};
    this.#line({ state, error: { code: error.code, message: error.message, ...failure } });
  }

  leave(): void {}

  #line(value: unknown): void {
    this.output.line(JSON.stringify(value));
  }
}
