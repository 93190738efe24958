import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CliProcess } from './cli-process.js';
import { isAlive, until } from './processes.js';
import { Scene, type SceneOptions } from './scene.js';

const HANDLERS = fileURLToPath(new URL('../cli/fixtures/ledger-handlers.mjs', import.meta.url));
/** Where nobody is killed, no lease may end: a machine that is busy lets a thread wait for seconds. */
const LEASE = '15s';
const LOG = /^process-(\d+)$/;

export interface Work {
  /** Flags after the module. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly handlers?: string;
  readonly isGroup?: boolean;
  readonly url?: string;
  /** Shorter where the dead are to be found. Default `'15s'`. */
  readonly lease?: string;
}

/** A scene whose workers are launched by `longshore work`. One for each test. */
export class WorkScene implements AsyncDisposable {
  readonly #works: CliProcess[] = [];

  private constructor(readonly scene: Scene) {}

  static async open(options: SceneOptions = {}): Promise<WorkScene> {
    return new WorkScene(await Scene.open(options));
  }

  /** Launches `longshore work`; it logs JSON lines. */
  launch({
    args = [],
    env = {},
    handlers = HANDLERS,
    isGroup = false,
    url = this.scene.server.url,
    lease = LEASE,
  }: Work = {}): CliProcess {
    const { queueName, ledger } = this.scene;
    const flags = ['--queue', queueName, '--redis-url', url, '--lease', lease];
    const work = new CliProcess(['work', handlers, ...flags, ...args], {
      env: { LEDGER: ledger.folder, ...env },
      isGroup,
    });
    this.#works.push(work);
    return work;
  }

  /** The same, once all of its processes take jobs. */
  async launched(work: Work = {}): Promise<CliProcess> {
    const launched = this.launch(work);
    await launched.said(/longshore \S+ runs /);
    return launched;
  }

  /** Worker processes that have run jobs so far, or whose handlers were loaded; the ledger takes their logs over. */
  processes(): number[] {
    const pids: number[] = [];
    for (const name of readdirSync(this.scene.ledger.folder)) {
      const pid = Number(LOG.exec(name)?.[1] ?? 0);
      if (pid === 0) continue;
      this.scene.ledger.file(name).own(pid);
      pids.push(pid);
    }
    return pids;
  }

  /** Those that run now. */
  alive(): number[] {
    return this.processes().filter(isAlive);
  }

  /** Waits until every accepted job has ended. */
  async drained(withinMs?: number): Promise<void> {
    await this.scene.drained(withinMs);
    this.processes();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const work of this.#works) await work[Symbol.asyncDispose]();
    // They leave by themselves when their supervisor is gone; a test that failed does not wait for that.
    for (const pid of this.alive()) process.kill(pid, 'SIGKILL');
    await until(() => this.alive().length === 0);
    await this.scene[Symbol.asyncDispose]();
  }
}
