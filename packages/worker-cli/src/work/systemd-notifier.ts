// Tells systemd, where it started us: READY=1 once jobs are taken, STATUS= whenever that changes, WATCHDOG=1 while the
// supervisor's loop turns, STOPPING=1. The program `systemd-notify` does the talking: Node.js has no datagram sockets of
// the Unix kind, and a native module for four words would have to be built by every user.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Logger } from 'pino';
import { printable } from '../print/text.js';
import type { Fleet } from './fleet.js';
import { judgeFleet } from './judge-fleet.js';

const run = promisify(execFile);

/** How often the fleet is looked at. */
const LOOK_MS = 1000;
/** A watchdog that wants to hear more often than this is not heard: each time is a process that starts. */
const LEAST_LOOK_MS = 100;
const SEND_WITHIN_MS = 5000;

export interface SystemdNotifier {
  /** Says STOPPING=1 if nobody has, and no more. Never fails. */
  close(): Promise<void>;
}

/**
 * Starts telling, where NOTIFY_SOCKET is set. It is taken out of `environment`, with what belongs to the watchdog: worker processes
 * and what handlers start would speak for the service otherwise. What fails is logged once; it ends nothing.
 */
export function startSystemdNotifier(
  fleet: Fleet,
  environment: NodeJS.ProcessEnv,
  log: Logger,
): SystemdNotifier | undefined {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: watchdog, PATH } = environment;
  for (const name of ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID']) delete environment[name];
  if (!socket) return undefined;
  const watchdogMs = Number(watchdog) / 1000 / 2 || undefined;
  return new Notifier(fleet, { NOTIFY_SOCKET: socket, PATH }, watchdogMs, log);
}

class Notifier implements SystemdNotifier {
  readonly #timer: NodeJS.Timeout;
  #sending: Promise<void> | undefined;
  #isReadyTold = false;
  #isStoppingTold = false;
  #status = '';
  #watchdogAt = Number.NEGATIVE_INFINITY;
  #hasFailed = false;

  constructor(
    readonly fleet: Fleet,
    readonly environment: NodeJS.ProcessEnv,
    /** How long the watchdog may wait, at half its patience, ms; undefined: there is none. */
    readonly watchdogMs: number | undefined,
    readonly log: Logger,
  ) {
    const everyMs = Math.max(LEAST_LOOK_MS, Math.min(LOOK_MS, (watchdogMs ?? LOOK_MS) / 2));
    this.#timer = setInterval(() => this.#look(), everyMs);
    this.#look();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sending;
    if (!this.#isStoppingTold) await this.#send(['STOPPING=1']);
  }

  #look(): void {
    // Slow already: what is to be said then is seen at the next look.
    if (this.#sending !== undefined) return;
    const words = this.#words();
    if (words.length === 0) return;
    this.#sending = this.#send(words).finally(() => {
      this.#sending = undefined;
    });
  }

  /** What systemd does not know yet. */
  #words(): string[] {
    const { status, isReady, reasons } = judgeFleet(this.fleet);
    const line = printable(reasons.length === 0 ? status : `${status}: ${reasons.join('; ')}`);
    const words: string[] = [];
    if (isReady && !this.#isReadyTold) words.push('READY=1');
    if (status === 'stopping' && !this.#isStoppingTold) words.push('STOPPING=1');
    if (line !== this.#status) words.push(`STATUS=${line}`);
    if (this.watchdogMs !== undefined && performance.now() - this.#watchdogAt >= this.watchdogMs - LEAST_LOOK_MS)
      words.push('WATCHDOG=1');
    return words;
  }

  /** What did not get through is said again at the next look. */
  async #send(words: readonly string[]): Promise<void> {
    try {
      const settings = { env: this.environment, timeout: SEND_WITHIN_MS, killSignal: 'SIGKILL' } as const;
      // In its name, and it is the main process, also where `npx` or a shell was started.
      await run('systemd-notify', [`--pid=${process.pid}`, ...words], settings);
      this.#told(words);
    } catch (error) {
      this.#failed(error as NodeJS.ErrnoException);
    }
  }

  #told(words: readonly string[]): void {
    for (const word of words) {
      if (word === 'READY=1') this.#isReadyTold = true;
      else if (word === 'STOPPING=1') this.#isStoppingTold = true;
      else if (word === 'WATCHDOG=1') this.#watchdogAt = performance.now();
      else this.#status = word.slice('STATUS='.length);
    }
  }

  #failed({ code, message }: NodeJS.ErrnoException): void {
    const isAbsent = code === 'ENOENT';
    if (isAbsent) clearInterval(this.#timer);
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    const why = isAbsent ? 'the program systemd-notify is not on the PATH' : message;
    this.log.warn(`systemd waits for a sign of readiness, and none can be given: ${why}`);
  }
}
