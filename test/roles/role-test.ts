import type { Logger } from '@longshore/core';
import { readTarget } from '../support/core-internals.js';
import { FailingConnection } from '../support/failing-connection.js';
import { test as base } from '../support/script-bed.js';

/** A logger that keeps what it is told: level and message. */
export class Lines {
  readonly told: string[] = [];

  get logger(): Logger {
    const write = (level: string) => (_fields: unknown, message?: unknown) => {
      this.told.push(`${level}: ${message}`);
    };
    return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  }
}

/** A test with a queue of its own and a connection to it that fails on command. */
export const test = base.extend<{ failing: FailingConnection; lines: Lines }>({
  failing: async ({ server }, use) => {
    const failing = new FailingConnection(readTarget(server.url), { name: 'failing', deadlineMs: 5000, check: false });
    await use(failing);
    failing.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
  lines: async ({}, use) => use(new Lines()),
});
