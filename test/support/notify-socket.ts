import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

// Node.js has no datagram sockets of the Unix kind. Perl is a part of every Debian.
const RECEIVER = `use Socket; $| = 1;
socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die $!;
bind($socket, sockaddr_un($ARGV[0])) or die $!;
print "bound\\n";
while (defined recv($socket, my $words, 65536, 0)) { $words =~ s/\\n/\\t/g; print "$words\\n"; }`;

const WITHIN_MS = 15_000;

/** Listens as systemd does to what a service says of itself. */
export class NotifySocket {
  /** Each datagram, as its words. */
  readonly heard: string[][] = [];
  readonly #events = new EventEmitter();
  readonly #process;

  private constructor(
    readonly folder: string,
    readonly path: string,
  ) {
    this.#process = spawn('perl', ['-e', RECEIVER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      // With a barrier `systemd-notify` waits until what it said was received.
      if (line !== 'bound' && line !== 'BARRIER=1') this.heard.push(line.split('\t'));
      this.#events.emit('heard');
    });
  }

  static async open(): Promise<NotifySocket> {
    const folder = await mkdtemp(join(tmpdir(), 'longshore-notify-'));
    const socket = new NotifySocket(folder, join(folder, 'socket'));
    await once(socket.#events, 'heard', { signal: AbortSignal.timeout(WITHIN_MS) });
    return socket;
  }

  /** Resolves with the datagram that has this word, sooner or later. */
  async hear(word: string, after = 0, withinMs = WITHIN_MS): Promise<string[]> {
    const signal = AbortSignal.timeout(withinMs);
    for (;;) {
      const found = this.heard.slice(after).find((words) => words.includes(word));
      if (found) return found;
      await once(this.#events, 'heard', { signal }).catch(() => {
        throw new Error(`"${word}" was not heard within ${withinMs} ms, but ${JSON.stringify(this.heard)}`);
      });
    }
  }

  async close(): Promise<void> {
    this.#process.kill();
    await rm(this.folder, { recursive: true });
  }
}
