import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { StartedTestContainer } from 'testcontainers';
import type { EmbeddedRedis } from './embedded-redis.js';
import { RedisStartError } from './errors.js';
import type { Docker } from './find-docker.js';
import { configText, type ServerSettings } from './server-config.js';
import { greetServer, type ServerGreeting } from './server-greeting.js';
import { connectionUrl, LOOPBACK } from './server-url.js';

const INNER_PORT = 6379;
const DATA_FOLDER = '/data';
const CONFIG_FILE = '/longshore.conf';
const ANSWERS_WITHIN_MS = 30_000;
const POLL_MS = 25;

/** A server that runs in a container. testcontainers' own reaper container ends it with its parent. */
export class ContainerRedis implements EmbeddedRedis {
  readonly host = LOOPBACK;
  readonly pid = undefined;
  readonly folder = undefined;
  readonly url: string;
  readonly #docker: Docker;
  readonly #started: StartedTestContainer;
  readonly #password: string;
  #greeting: ServerGreeting | undefined;
  #stopped = false;

  private constructor(
    docker: Docker,
    started: StartedTestContainer,
    readonly port: number,
    password: string,
  ) {
    this.#docker = docker;
    this.#started = started;
    this.#password = password;
    this.url = connectionUrl(port, password);
  }

  /** Resolves once the server answers; removes the container when it does not. */
  static async start(docker: Docker, image: string, port: number, settings: ServerSettings): Promise<ContainerRedis> {
    // A published port is open to the network around this machine.
    const password = settings.password ?? randomBytes(16).toString('hex');
    const config = configText({ ...settings, password }, { bind: '0.0.0.0', port: INNER_PORT });
    const started = await new docker.testcontainers.GenericContainer(image)
      // A fixed port, since a mapped one would be another after each start.
      .withExposedPorts({ container: INNER_PORT, host: port })
      .withCopyContentToContainer([{ content: config, target: CONFIG_FILE, mode: 0o644 }])
      .withWorkingDir(DATA_FOLDER)
      .withCommand(['redis-server', CONFIG_FILE])
      .withWaitStrategy(docker.testcontainers.Wait.forLogMessage(/ready to accept connections/i))
      .start();
    const redis = new ContainerRedis(docker, started, port, password);
    try {
      await redis.#untilItAnswers();
    } catch (error) {
      await redis.stop();
      throw error;
    }
    return redis;
  }

  get kind(): 'redis' | 'valkey' {
    return this.#greeting?.kind ?? 'redis';
  }

  get version(): string {
    return this.#greeting?.version ?? '';
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    // A paused container takes no signal.
    await this.resume();
    if (!(await this.#state()).Running) return;
    await this.#container.kill({ signal });
    await this.#container.wait();
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.#container.start();
    await this.#untilItAnswers();
  }

  async pause(): Promise<void> {
    if (!(await this.#state()).Paused) await this.#container.pause();
  }

  async resume(): Promise<void> {
    if ((await this.#state()).Paused) await this.#container.unpause();
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.#started.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  get #container() {
    return this.#docker.engine.container.getById(this.#started.getId());
  }

  async #state(): Promise<{ Running: boolean; Paused: boolean }> {
    return (await this.#container.inspect()).State;
  }

  async #untilItAnswers(): Promise<void> {
    const until = performance.now() + ANSWERS_WITHIN_MS;
    while (performance.now() < until) {
      this.#greeting = await greetServer(this.port, this.#password);
      if (this.#greeting !== undefined) return;
      await wait(POLL_MS);
    }
    throw new RedisStartError(
      `The container on port ${this.port} does not answer after ${ANSWERS_WITHIN_MS / 1000} s.`,
    );
  }
}
