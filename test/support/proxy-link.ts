import { connect, type Socket } from 'node:net';
import { readValue, type Value } from './resp.js';
import { nameOfScript, SCRIPT_NAMES } from './script-names.js';

/** A request on its way to Redis. */
export interface Command {
  /** In small letters; for a script, the script's name. */
  readonly name: string;
  readonly words: readonly string[];
  /** The name that the connection has given itself. */
  readonly connection: string;
}

/**
 * What happens to a request:
 *   pass          nothing;
 *   cut           it is not executed, and the connection is cut;
 *   lose reply    it is executed, and the connection is cut in the moment in which its reply comes;
 *   mute          it is executed, and from its reply on nothing comes back any more, while the socket stays open;
 *   hold          it stays here, with everything behind it on this connection, until it is released.
 */
export type Fate = 'pass' | 'cut' | 'lose reply' | 'mute' | 'hold';

/** One connection through the proxy: a client's socket, and one of our own to the server. */
export class ProxyLink {
  name = '';
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #decide: (command: Command) => Fate;
  readonly #waiting: { command: Command; fate: Fate; answered: (reply: Value) => void }[] = [];
  #requests: Buffer = Buffer.alloc(0);
  #replies: Buffer = Buffer.alloc(0);
  #isHeld = false;
  #isMute = false;

  constructor(client: Socket, serverPort: number, decide: (command: Command) => Fate) {
    this.#client = client;
    this.#decide = decide;
    this.#server = connect(serverPort, '127.0.0.1');
    for (const socket of [this.#client, this.#server]) socket.setNoDelay(true).on('error', () => {});
    this.#client.on('data', (chunk: Buffer) => this.#onRequests(chunk));
    this.#server.on('data', (chunk: Buffer) => this.#onReplies(chunk));
    // What is held is to be delivered although its sender is gone.
    this.#client.on('close', () => this.#isHeld || this.#server.end());
    this.#server.on('close', () => this.#isMute || this.#client.destroy());
  }

  get isOpen(): boolean {
    return !this.#client.destroyed || !this.#server.destroyed;
  }

  /** From here on no byte gets through in either direction, and both sockets stay open. */
  swallow(): void {
    this.#isHeld = true;
    this.#isMute = true;
  }

  cut(): void {
    this.#isHeld = false;
    this.#client.destroy();
    this.#server.destroy();
  }

  /** Delivers what was held, and resolves to what the server answers to the first request of it. */
  release(): Promise<Value> {
    const held = this.#requests;
    const command = this.#toCommand(readValue(held)?.value);
    this.#isHeld = false;
    this.#requests = Buffer.alloc(0);
    const reply = new Promise<Value>((answered) => this.#waiting.push({ command, fate: 'pass', answered }));
    this.#server.write(held);
    // A server that sees the end of a connection does not answer what came before it.
    void reply.then(() => this.#client.destroyed && this.#server.end());
    return reply;
  }

  #onRequests(chunk: Buffer): void {
    this.#requests = Buffer.concat([this.#requests, chunk]);
    while (!this.#isHeld) {
      const read = readValue(this.#requests);
      if (read === undefined) return;
      const command = this.#toCommand(read.value);
      const fate = this.#decide(command);
      if (fate === 'cut') return this.cut();
      if (fate === 'hold') {
        this.#isHeld = true;
        return;
      }
      this.#waiting.push({ command, fate, answered: () => {} });
      this.#server.write(this.#requests.subarray(0, read.end));
      this.#requests = this.#requests.subarray(read.end);
    }
  }

  #onReplies(chunk: Buffer): void {
    this.#replies = Buffer.concat([this.#replies, chunk]);
    for (;;) {
      const read = readValue(this.#replies);
      if (read === undefined) return;
      const asked = this.#waiting.shift();
      if (asked?.fate === 'lose reply') return this.cut();
      if (asked?.fate === 'mute') this.#isMute = true;
      asked?.answered(read.value);
      if (!this.#isMute) this.#client.write(this.#replies.subarray(0, read.end));
      this.#replies = this.#replies.subarray(read.end);
    }
  }

  #toCommand(value: Value | undefined): Command {
    const words = (Array.isArray(value) ? value : []).map(String);
    const [first = '', second = '', third = ''] = words;
    if (`${first} ${second}`.toLowerCase() === 'client setname') this.name = third;
    return { name: nameOf(first.toLowerCase(), second), words, connection: this.name };
  }
}

function nameOf(verb: string, script: string): string {
  if (verb === 'evalsha') return SCRIPT_NAMES.get(script) ?? verb;
  if (verb === 'eval') return nameOfScript(script) ?? verb;
  return verb;
}
