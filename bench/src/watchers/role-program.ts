// A process of the benchmark of watchers: the API, or everybody who watches.
import { setTimeout as rest } from 'node:timers/promises';
import { startDashboard } from '@longshore/dashboard-api';
import { percentile } from '../statistics.js';
import { openWatchers } from './open-watchers.js';

export type Asked =
  | { readonly is: 'serve'; readonly redisUrl: string; readonly most: number }
  | { readonly is: 'memory' }
  | { readonly is: 'watch'; readonly port: number; readonly paths: readonly string[] }
  | { readonly is: 'delays' };

/** What is in use, and what the process holds, after a collection. */
export interface Memory {
  readonly usedBytes: number;
  readonly residentBytes: number;
}

export interface Delays {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
}

let delays: number[] = [];

async function answer(asked: Asked): Promise<unknown> {
  switch (asked.is) {
    case 'serve': {
      const options = { connection: asked.redisUrl, port: 0, rateLimit: false as const, maxWatchers: asked.most };
      return (await startDashboard(options)).port;
    }
    case 'memory': {
      await rest(500);
      globalThis.gc?.();
      const { heapUsed, external, rss } = process.memoryUsage();
      return { usedBytes: heapUsed + external, residentBytes: rss } satisfies Memory;
    }
    case 'watch':
      await openWatchers(asked.port, asked.paths, (delayMs) => delays.push(delayMs));
      return asked.paths.length;
    case 'delays': {
      const told: Delays = { count: delays.length, p50: percentile(delays, 0.5), p99: percentile(delays, 0.99) };
      delays = [];
      return told;
    }
  }
}

process.on('message', async (asked: Asked) => process.send?.((await answer(asked)) as object));
process.on('disconnect', () => process.exit());
