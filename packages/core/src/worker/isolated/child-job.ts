// A job as an isolated handler sees it: like `Job`, with methods that are carried out by the worker's process.
import { toJson } from '../../job/json-value.js';
import type { TraceContext } from '../../job/trace-context.js';
import type { JobFields, JobMethod } from './ipc-protocol.js';

export type CallMethod = (method: JobMethod, argument: unknown) => Promise<unknown>;

export class ChildJob {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  readonly data: unknown;
  readonly attempt: number;
  readonly addedAt: number;
  readonly token: string;
  readonly trace: TraceContext | undefined;
  readonly progress: { post(value: unknown): Promise<unknown> };
  readonly #call: CallMethod;

  constructor(
    fields: JobFields,
    readonly signal: AbortSignal,
    call: CallMethod,
  ) {
    const { id, name, queue, data, attempt, addedAt, token, trace } = fields;
    this.id = id;
    this.name = name;
    this.queue = queue;
    this.data = data;
    this.attempt = attempt;
    this.addedAt = addedAt;
    this.token = token;
    this.trace = trace;
    this.#call = call;
    this.progress = { post: (value) => this.#send('progress.post', value, 'progress') };
  }

  log(text: string): Promise<unknown> {
    return this.#send('log', text, 'text');
  }

  checkpoint(state: unknown): Promise<unknown> {
    return this.#send('checkpoint', state, 'checkpoint');
  }

  restore(): Promise<unknown> {
    return this.#call('restore', null);
  }

  /** Refused here where JSON would change it on its way: the worker would not see that any more. */
  async #send(method: JobMethod, argument: unknown, field: string): Promise<unknown> {
    toJson(argument, field);
    return this.#call(method, argument);
  }
}
