// The server on which all of it stands.
import { redisInfo } from '@longshore/core';
import type { App } from '../app.js';
import type { Context } from '../context.js';
import { describeRedis } from '../redis/describe-redis.js';
import { RedisView } from '../schemas/redis.js';
import { answers } from './answers.js';

export function redisRoutes(app: App, { queues, settings }: Context): void {
  app.get(
    '/redis',
    {
      config: { action: 'redis.read' },
      schema: { tags: ['redis'], summary: 'How Redis is', response: answers({ 200: RedisView }) },
    },
    async () => {
      // The first also opens the connection, where there is none yet: what is measured is the second.
      const info = await redisInfo({ connection: settings.connection });
      const since = performance.now();
      await queues.ping();
      return describeRedis(info, performance.now() - since);
    },
  );
}
