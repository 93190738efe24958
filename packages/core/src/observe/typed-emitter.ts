// Events with types. An `error` event that nobody listens to is logged and never thrown: a hiccup of Redis must not end a process.
import { EventEmitter } from 'node:events';
import type { Logger } from '../logger.js';

export type EventMap = Record<string, unknown[]>;

export class TypedEmitter<Events extends EventMap> {
  readonly #emitter = new EventEmitter();
  protected readonly log: Logger;

  constructor(log: Logger) {
    this.log = log;
  }

  /** Calls `listener` at every event of this name. */
  on<E extends keyof Events & string>(event: E, listener: (...args: Events[E]) => void): this {
    this.#emitter.on(event, listener as (...args: unknown[]) => void);
    this.listening(event);
    return this;
  }

  /** Calls `listener` at the next event of this name. */
  once<E extends keyof Events & string>(event: E, listener: (...args: Events[E]) => void): this {
    this.#emitter.once(event, listener as (...args: unknown[]) => void);
    this.listening(event);
    return this;
  }

  /** Takes a listener away. */
  off<E extends keyof Events & string>(event: E, listener: (...args: Events[E]) => void): this {
    this.#emitter.off(event, listener as (...args: unknown[]) => void);
    return this;
  }

  /** Somebody has begun to listen; a subclass may open what feeds the event. */
  protected listening(_event: keyof Events & string): void {}

  /** A listener that throws must not harm what emits: what it throws is logged. */
  protected emit<E extends keyof Events & string>(event: E, ...args: Events[E]): void {
    if (this.#emitter.listenerCount(event) === 0) {
      if (event === 'error') this.log.error({ err: args[0] }, 'an error that nobody listens to');
      return;
    }
    try {
      this.#emitter.emit(event, ...args);
    } catch (err) {
      this.log.error({ err, event }, 'a listener threw');
    }
  }
}
