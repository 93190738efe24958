// What follows Redis for those who watch over HTTP: one for each API, opened and closed with it.
import { NoticeBoard } from '@longshore/core';
import type { FastifyBaseLogger } from 'fastify';
import type { DashboardSettings } from '../options.js';
import { SharedPool } from './shared-pool.js';
import { Streams } from './streams.js';
import { Topics } from './topics.js';

export class Live {
  readonly streams: Streams;
  readonly topics: Topics;
  readonly boards: SharedPool<NoticeBoard>;

  constructor({ connection, prefix, deadlineMs, maxWatchers }: DashboardSettings, log: FastifyBaseLogger) {
    this.streams = new Streams(maxWatchers);
    this.topics = new Topics(log);
    this.boards = new SharedPool((name) => new NoticeBoard(name, { connection, prefix, deadline: deadlineMs }));
  }

  /** Lets all go who watch: they come again, here or elsewhere. Before the server closes its connections. */
  async part(): Promise<void> {
    const parting = this.streams.close();
    this.topics.close();
    await parting;
  }

  async close(): Promise<void> {
    await this.boards.close();
  }
}
