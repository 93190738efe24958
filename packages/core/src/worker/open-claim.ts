// Makes of a claim what its handler is called with: the message is read, its handler found, a body that is kept apart
// fetched, and the data checked. Whatever throws here, the handler was never called.
import { UnknownHandlerError, UnrecoverableError } from '../errors.js';
import { decodeJson } from '../job/codec.js';
import { type QueueDefinition, validate } from '../job/contract.js';
import { decodeMessage, type Message } from '../job/message.js';
import type { JobMeters, WorkerMetrics } from '../observe/metrics.js';
import type { Claim } from './claim.js';
import type { HandlerTable, ResolvedHandler } from './handlers.js';
import { Job, type JobLink } from './job.js';

/** A claim that is ready to run. */
export interface Opened {
  readonly message: Message;
  readonly handler: ResolvedHandler;
  readonly job: Job;
  readonly meters: JobMeters;
}

/** How long its run may take, ms; the job's own word goes before the handler's. */
export const timeoutOf = ({ message, handler }: Opened): number | undefined =>
  message.options.timeout ?? handler.timeoutMs;

export interface OpenerParts {
  readonly definition: QueueDefinition;
  readonly handlers: HandlerTable;
  readonly link: JobLink;
  readonly metrics: WorkerMetrics;
}

export class Opener {
  readonly #parts: OpenerParts;
  readonly #meters = new Map<string, JobMeters>();
  readonly #checked: boolean;

  constructor(parts: OpenerParts) {
    this.#parts = parts;
    this.#checked = Object.keys(parts.definition.schemas).length > 0;
  }

  /** @throws {UnknownHandlerError} {@link MessageVersionError} or another error when the message cannot be read */
  open(claim: Claim): Opened {
    const message = decodeMessage(claim.id, claim.message);
    const handler = this.#parts.handlers.find(message.name, claim.isSuspect);
    if (!handler) throw new UnknownHandlerError(message.name);
    const meters = this.#metersOf(message.name);
    meters.waited(Math.max(0, claim.claimedAt - message.addedAt));
    return { message, handler, meters, job: new Job(claim, message, message.data, this.#parts.link) };
  }

  /** Whether `complete` has something to do; the straight path does without its promise. */
  isComplete({ message }: Opened): boolean {
    return !message.bodyApart && !this.#checked && message.options.codec === undefined;
  }

  /** Fetches a body that is kept apart, decodes the data where a codec wrote it, and lets it pass its schema. */
  async complete(claim: Claim, opened: Opened): Promise<Opened> {
    const { definition, link } = this.#parts;
    let { data } = opened.message;
    if (opened.message.bodyApart) {
      const body = await link.connection.command((client) => client.get(link.keys.body(claim.id)));
      if (typeof body !== 'string') throw new UnrecoverableError('the data of this job is missing');
      data = JSON.parse(body);
    }
    const { codec } = opened.message.options;
    if (codec !== undefined) data = await decodeJson(definition.codec, codec, data, 'data');
    return {
      ...opened,
      job: new Job(claim, opened.message, await validate(definition, opened.message.name, data), link),
    };
  }

  #metersOf(name: string): JobMeters {
    let meters = this.#meters.get(name);
    if (!meters) {
      meters = this.#parts.metrics.job(this.#parts.definition.name, name);
      this.#meters.set(name, meters);
    }
    return meters;
  }
}
