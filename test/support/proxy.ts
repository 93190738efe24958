import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { EmbeddedRedis } from '@longshore/embedded-redis';
import { type Command, type Fate, ProxyLink } from './proxy-link.js';
import type { Value } from './resp.js';

export type { Command } from './proxy-link.js';

/** A fate for requests that fit, as often as was said. */
export class Rule {
  /** The requests that it was applied to. */
  readonly met: Command[] = [];
  readonly #fits: (command: Command) => boolean;
  readonly #fate: Fate;
  readonly #held: ProxyLink[] = [];
  #left: number;

  constructor(fits: (command: Command) => boolean, fate: Fate, times: number) {
    this.#fits = fits;
    this.#fate = fate;
    this.#left = times;
  }

  get count(): number {
    return this.met.length;
  }

  off(): void {
    this.#left = 0;
  }

  /** Delivers what was held; resolves to what the server answers to each request. */
  release(): Promise<Value[]> {
    return Promise.all(this.#held.splice(0).map((link) => link.release()));
  }

  judge(command: Command, link: ProxyLink): Fate | undefined {
    if (this.#left <= 0 || !this.#fits(command)) return undefined;
    this.#left -= 1;
    this.met.push(command);
    if (this.#fate === 'hold') this.#held.push(link);
    return this.#fate;
  }
}

/** Whether a request names this job, alone or in a list. */
export function mentions({ words }: Command, id: string): boolean {
  return words.some((word) => word.split(' ').includes(id));
}

/** Whether a request is an exchange by which an idle worker claims what its blocked read brings. */
export function claimsIdly({ name, connection }: Command): boolean {
  return name === 'exchange' && connection.startsWith('longshore-block');
}

/** A fresh server is first asked for a script by its hash, in vain: whether this is the request that brings the script along. */
export function brings({ name, words }: Command, script: string): boolean {
  return name === script && words[0]?.toLowerCase() === 'eval';
}

/** A TCP proxy before a server that does to connections what networks do to them, at the request that a test asks for. */
export class RedisProxy implements AsyncDisposable {
  /** New connections are closed at once. */
  isRefusing = false;
  readonly #listener: Server;
  readonly #links = new Set<ProxyLink>();
  readonly #rules: Rule[] = [];

  private constructor(listener: Server) {
    this.#listener = listener;
  }

  static async open(server: EmbeddedRedis): Promise<RedisProxy> {
    const listener = createServer();
    const proxy = new RedisProxy(listener);
    listener.on('connection', (client) => {
      if (proxy.isRefusing) return client.destroy();
      const link: ProxyLink = new ProxyLink(client, server.port, (command) => proxy.#judge(command, link));
      proxy.#links.add(link);
    });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return proxy;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
  }

  /** The next `times` requests that fit meet this fate. */
  rule(fits: (command: Command) => boolean, fate: Fate, times = 1): Rule {
    const rule = new Rule(fits, fate, times);
    this.#rules.push(rule);
    return rule;
  }

  /** Cuts the connections of this name, or all. */
  cut(name?: string): void {
    for (const link of this.#named(name)) link.cut();
  }

  /** Makes the connections of this name, or all that there are, half open: nothing gets through, and nobody is told. */
  swallow(name?: string): void {
    for (const link of this.#named(name)) link.swallow();
  }

  /** The client side may be gone for all that anybody on the other side can tell, and nobody new gets in. */
  isolate(): void {
    this.isRefusing = true;
    this.swallow();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.isRefusing = true;
    this.cut();
    this.#listener.close();
    await once(this.#listener, 'close');
  }

  #named(name?: string): ProxyLink[] {
    return [...this.#links].filter((link) => link.isOpen && (name === undefined || link.name.startsWith(name)));
  }

  #judge(command: Command, link: ProxyLink): Fate {
    for (const rule of this.#rules) {
      const fate = rule.judge(command, link);
      if (fate !== undefined) return fate;
    }
    return 'pass';
  }
}
