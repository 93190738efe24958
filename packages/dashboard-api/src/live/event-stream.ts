// One answer as server-sent events. It never holds more than what its socket takes and what the caller keeps for it: who writes asks
// `isBlocked` first and hears when it is over.
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** For how long a client waits before it comes back. Part of it is left to chance, so that not all come at once. */
const RETRY_MS = 1000;
const RETRY_SPREAD_MS = 2000;
/** A client that takes nothing for so long is gone, whatever its connection says. */
const STALLED_MS = 60_000;

export class EventStream {
  readonly #response: ServerResponse;
  #blockedAt: number | undefined;
  #onDrain = (): void => undefined;

  /** Begins the answer. What other hooks have set (origins, security headers) goes along. */
  constructor(reply: FastifyReply) {
    reply.hijack();
    this.#response = reply.raw;
    this.#response.on('error', () => undefined);
    this.#response.on('drain', () => this.#drained());
    this.#response.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-store, no-transform',
      // nginx and its kin would otherwise keep events back.
      'x-accel-buffering': 'no',
    });
    this.write(`retry: ${RETRY_MS + Math.floor(Math.random() * RETRY_SPREAD_MS)}\n\n`);
  }

  get isOpen(): boolean {
    return !this.#response.writableEnded && !this.#response.destroyed;
  }

  /** Whether the client is behind; what is written now stays in memory. */
  get isBlocked(): boolean {
    return this.#blockedAt !== undefined;
  }

  write(chunk: Buffer | string): void {
    if (!this.isOpen) return;
    if (!this.#response.write(chunk)) this.#blockedAt ??= performance.now();
  }

  /** Calls back whenever the client has caught up. */
  onDrain(callback: () => void): void {
    this.#onDrain = callback;
  }

  /** Calls back once, when the stream has ended, whoever ended it. */
  onClose(callback: () => void): void {
    if (this.#response.closed) callback();
    else this.#response.once('close', callback);
  }

  /** Keeps the connection alive, and ends it when nobody is at its other end. */
  beat(): void {
    if (this.#blockedAt === undefined) this.write(': \n\n');
    else if (performance.now() - this.#blockedAt > STALLED_MS) this.#response.destroy();
  }

  /** Ends it in order: what was written arrives, and the client comes back or knows that it is over. */
  end(): void {
    if (this.isOpen) this.#response.end();
  }

  #drained(): void {
    this.#blockedAt = undefined;
    this.#onDrain();
  }
}
