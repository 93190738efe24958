import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { EmbeddedRedis } from './embedded-redis.js';
import { RedisStartError } from './errors.js';
import { configText, type ServerSettings } from './server-config.js';
import { greetServer, type ServerGreeting } from './server-greeting.js';
import { connectionUrl, LOOPBACK } from './server-url.js';
import { WatchedServer } from './watched-server.js';

const READY_WITHIN_MS = 30_000;
const POLL_MS = 10;

/** A server that runs as a process on this machine. */
export class LocalRedis implements EmbeddedRedis {
  readonly host = LOOPBACK;
  readonly url: string;
  readonly folder: string;
  readonly #server: WatchedServer;
  readonly #password: string | undefined;
  #greeting: ServerGreeting | undefined;

  private constructor(
    server: WatchedServer,
    readonly port: number,
    password: string | undefined,
  ) {
    this.#server = server;
    this.#password = password;
    this.folder = server.folder;
    this.url = connectionUrl(port, password);
  }

  /** Resolves once the server answers; leaves nothing behind when it does not. */
  static async start(binary: string, port: number, settings: ServerSettings): Promise<LocalRedis> {
    const config = configText(settings, { bind: LOOPBACK, port });
    const redis = new LocalRedis(await WatchedServer.open(binary, config), port, settings.password);
    try {
      await redis.restart();
    } catch (error) {
      await redis.stop();
      throw error;
    }
    return redis;
  }

  get pid(): number | undefined {
    return this.#server.pid;
  }

  get kind(): 'redis' | 'valkey' {
    return this.#greeting?.kind ?? 'redis';
  }

  get version(): string {
    return this.#greeting?.version ?? '';
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.#server.signal(signal);
    // A paused process would act on no other signal.
    this.#server.signal('SIGCONT');
    await this.#server.ended();
  }

  async restart(): Promise<void> {
    await this.kill();
    const pid = await this.#server.start();
    this.#greeting = await this.#untilItAnswers(pid);
  }

  async pause(): Promise<void> {
    this.#server.signal('SIGSTOP');
  }

  async resume(): Promise<void> {
    this.#server.signal('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.#server.close();
    // Left over where the watcher itself was killed.
    await rm(this.folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #untilItAnswers(pid: number): Promise<ServerGreeting> {
    const until = performance.now() + READY_WITHIN_MS;
    while (performance.now() < until && this.#server.pid === pid) {
      const greeting = await greetServer(this.port, this.#password);
      // Two servers may have been given the same port; then the other one answers here while this one gives up.
      if (greeting?.processId === pid) return greeting;
      await pause(POLL_MS);
    }
    const log = await readFile(join(this.folder, 'server.log'), 'utf8').catch(() => '');
    const lines = log.trim().split('\n').slice(-8).join('\n');
    const how = this.#server.pid === pid ? `does not answer after ${READY_WITHIN_MS / 1000} s` : 'ended at once';
    throw new RedisStartError(`The server on port ${this.port} ${how}. The end of its log:\n${lines}`);
  }
}
