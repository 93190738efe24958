import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { RedisStartError } from './errors.js';

type Message = { is: 'ready'; folder: string } | { is: 'started'; pid: number } | { is: 'ended'; how: string };
type Watcher = ChildProcessByStdio<Writable, Readable, null>;

const GONE: Message = { is: 'ended', how: 'the process that watches it is gone' };
const WATCHER = fileURLToPath(new URL('./watcher.js', import.meta.url));

/** The caller's end of the watcher process: starts and ends the server as a process, and knows nothing of Redis. */
export class WatchedServer {
  readonly #watcher: Watcher;
  readonly #closed: Promise<unknown>;
  #folder = '';
  #pid: number | undefined;
  #gone = false;
  #waiting: ((message: Message) => void)[] = [];
  #held = 0;

  private constructor(binary: string) {
    this.#watcher = spawn(process.execPath, [WATCHER, binary], {
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
      // Options such as --inspect or --require are the caller's business.
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    this.#closed = new Promise((resolve) => {
      // Close, not exit: its last words have been read then.
      this.#watcher.once('close', resolve);
      this.#watcher.once('error', resolve);
    });
    this.#watcher.stdin.on('error', () => {});
    createInterface({ input: this.#watcher.stdout }).on('line', (line) => this.#receive(JSON.parse(line)));
    void this.#closed.then(() => this.#abandon());
    this.#release();
  }

  /** Makes the folder with the configuration in it; the server itself is down until `start`. */
  static async open(binary: string, config: string): Promise<WatchedServer> {
    const server = new WatchedServer(binary);
    const message = await server.#ask(JSON.stringify(config));
    if (message.is !== 'ready') throw new RedisStartError(`The server's folder could not be made: ${saidBy(message)}`);
    server.#folder = message.folder;
    return server;
  }

  /** Where the server keeps its data. */
  get folder(): string {
    return this.#folder;
  }

  /** The server's process id, `undefined` while it is down. */
  get pid(): number | undefined {
    return this.#pid;
  }

  async start(): Promise<number> {
    const message = await this.#ask('start');
    if (message.is !== 'started') throw new RedisStartError(`The server did not start: ${saidBy(message)}`);
    return message.pid;
  }

  /** Sends a signal to the server; does nothing when it is down. */
  signal(signal: NodeJS.Signals): void {
    if (this.#pid === undefined) return;
    try {
      process.kill(this.#pid, signal);
    } catch (error) {
      // It has just ended, and the news is still on its way.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** Resolves once the server is down. */
  async ended(): Promise<void> {
    await this.#keepAlive(async () => {
      while (this.#pid !== undefined) await this.#next();
    });
  }

  /** Ends server and watcher and removes the folder. */
  async close(): Promise<void> {
    await this.#keepAlive(async () => {
      this.#watcher.stdin.end();
      await this.#closed;
    });
  }

  #ask(line: string): Promise<Message> {
    return this.#keepAlive(() => {
      const next = this.#next();
      this.#watcher.stdin.write(`${line}\n`);
      return next;
    });
  }

  #next(): Promise<Message> {
    if (this.#gone) return Promise.resolve(GONE);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #receive(message: Message): void {
    this.#pid = message.is === 'started' ? message.pid : undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(message);
  }

  #abandon(): void {
    // A watcher that was itself killed could not end the server.
    this.signal('SIGKILL');
    this.#gone = true;
    this.#receive(GONE);
  }

  /** Nothing here keeps the caller's process alive, but for the time in which it awaits something. */
  async #keepAlive<T>(work: () => Promise<T>): Promise<T> {
    this.#held += 1;
    this.#watcher.ref();
    refStream(this.#watcher.stdout, 'ref');
    try {
      return await work();
    } finally {
      this.#held -= 1;
      this.#release();
    }
  }

  #release(): void {
    if (this.#held > 0) return;
    this.#watcher.unref();
    refStream(this.#watcher.stdin, 'unref');
    refStream(this.#watcher.stdout, 'unref');
  }
}

function saidBy(message: Message): string {
  return message.is === 'ended' ? message.how : message.is;
}

/** A child's pipes are sockets, which the types do not say. */
function refStream(stream: Readable | Writable, verb: 'ref' | 'unref'): void {
  (stream as unknown as { ref(): void; unref(): void })[verb]();
}
