// What the routes work with.
import { OperationLog } from '@longshore/core';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import { Live } from './live/live.js';
import { ApiMetrics } from './metrics/api-metrics.js';
import type { DashboardSettings, Shown } from './options.js';
import { QueuePool } from './queues/queue-pool.js';
import { RedisCircuit } from './queues/redis-circuit.js';
import { Authenticator } from './security/authenticate.js';

export class Context {
  readonly live: Live;
  readonly metrics: ApiMetrics;
  readonly queues: QueuePool;
  readonly circuit: RedisCircuit;
  readonly operations: OperationLog;
  readonly authenticator: Authenticator;

  constructor(
    readonly settings: DashboardSettings,
    readonly log: FastifyBaseLogger,
    /** The path under which the routes of `/api/v1` are registered. */
    readonly mount: string,
  ) {
    this.metrics = new ApiMetrics(() => this.live.streams.watchers);
    this.queues = new QueuePool(settings, settings.registry ?? this.metrics.registry);
    const { connection, prefix, deadlineMs } = settings;
    this.operations = new OperationLog({ connection, prefix, deadline: deadlineMs });
    this.authenticator = new Authenticator(settings);
    this.live = new Live(settings, this.queues, log);
    this.circuit = new RedisCircuit(() => this.queues.ping());
  }

  /** What a client has to put before the paths of this API: where it is mounted, as it is seen from outside. */
  baseOf(request: FastifyRequest): string {
    const { publicPath } = this.settings;
    if (publicPath !== undefined) return publicPath.replace(/\/+$/, '');
    // Express and its kin take their part of the path away and keep the whole as originalUrl.
    const { originalUrl } = request;
    const inner = request.raw.url ?? '';
    const outer = originalUrl.endsWith(inner) ? originalUrl.slice(0, originalUrl.length - inner.length) : '';
    return outer + this.mount;
  }

  /** A value as it may be shown. */
  shown(value: unknown, about: Shown): unknown {
    const { redact } = this.settings;
    if (!redact || value === undefined) return value;
    try {
      return redact(value, about);
    } catch (err) {
      this.log.error({ err, kind: about.kind, queue: about.queue }, 'the redact hook threw; the value is left out');
      return null;
    }
  }

  async close(): Promise<void> {
    this.circuit.close();
    await Promise.all([this.queues.close(), this.live.close(), this.operations.close()]);
  }
}
