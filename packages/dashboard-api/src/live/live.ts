// What follows Redis for those who watch over HTTP: one for each API, opened and closed with it.
import { NoticeBoard } from '@longshore/core';
import type { FastifyBaseLogger } from 'fastify';
import type { DashboardSettings } from '../options.js';
import type { QueuePool } from '../queues/queue-pool.js';
import { ChannelTopics } from './channel-topics.js';
import { QueueEventsHub } from './queue-events-hub.js';
import { SharedPool } from './shared-pool.js';
import { Streams } from './streams.js';
import { Topics } from './topics.js';

export class Live {
  readonly streams: Streams;
  readonly topics: Topics;
  readonly boards: SharedPool<NoticeBoard>;
  readonly channels: ChannelTopics;
  readonly events: QueueEventsHub;

  constructor(settings: DashboardSettings, queues: QueuePool, log: FastifyBaseLogger) {
    const { connection, prefix, deadlineMs, maxWatchers } = settings;
    this.streams = new Streams(maxWatchers);
    this.topics = new Topics(log);
    this.boards = new SharedPool((name) => new NoticeBoard(name, { connection, prefix, deadline: deadlineMs }));
    this.channels = new ChannelTopics(settings);
    this.events = new QueueEventsHub(queues, log);
  }

  /** Lets all go who watch: they come again, here or elsewhere. Before the server closes its connections. */
  async part(): Promise<void> {
    const parting = this.streams.close();
    this.topics.close();
    this.channels.part();
    this.events.close();
    await parting;
  }

  async close(): Promise<void> {
    await Promise.all([this.boards.close(), this.channels.close()]);
  }
}
