import { inspect } from 'node:util';
import { type Logger, Queue } from '@longshore/core';
import { Registry } from 'prom-client';
import { expect } from 'vitest';
import { startServer } from '../support/servers.js';
import { test, thrownBy } from '../support/worker-bed.js';
import { complaints } from './everything.js';
import { listen, speakRedis } from './fake-server.js';

const SECRET = 'planted-hunter2';

/** Uses a connection by everything that can, and answers all that is told of it: errors in full, and each log line. */
async function everythingTold(connection: string): Promise<{ codes: unknown[]; lines: string[]; text: string }> {
  const lines: string[] = [];
  const write = (...words: unknown[]) => lines.push(whole(words));
  const logger: Logger = { debug: write, info: write, warn: write, error: write };
  const queue = new Queue('told', { connection, logger });
  const result = thrownBy(queue.job('none').result({ timeout: '500ms' }));
  const told = await complaints({ queue: 'told', connection, logger, registry: new Registry(), deadline: 400 });
  const errors = [await result, ...Object.values(told)];
  await queue.close();
  return {
    codes: errors.map((error) => (error as { code?: unknown }).code),
    lines,
    text: [whole(errors), ...lines].join('\n'),
  };
}

/** All of a value: hidden fields, causes and stacks too. */
const whole = (value: unknown): string => inspect(value, { depth: 20, showHidden: true, maxStringLength: null });

const refuse = (reply: (words: readonly string[]) => string) =>
  listen(
    speakRedis((words) => (words[0]?.toUpperCase() === 'AUTH' ? reply(words) : '-NOAUTH Authentication required.')),
  );

test.for([
  {
    what: 'that knows no login and repeats what it was sent',
    start: () =>
      refuse((words) => `-ERR unknown command 'AUTH', with args beginning with: ${words.slice(1).join(', ')} `),
  },
  { what: 'that cannot check the login', start: () => refuse(() => '-ERR the directory is away') },
  { what: 'that refuses the login', start: () => refuse(() => '-WRONGPASS invalid username-password pair') },
  { what: 'that says nothing', start: () => listen(() => undefined) },
  { what: 'that hangs up', start: () => listen((socket) => socket.end()) },
  { what: 'that speaks no Redis', start: () => listen((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n')) },
])('a server $what: the password is in no error and in no log line', async ({ start }) => {
  await using server = await start();
  const { codes, lines, text } = await everythingTold(`redis://ada:${SECRET}@127.0.0.1:${server.port}`);
  for (const code of codes) expect(code).toMatch(/^ERR_/);
  expect(lines).not.toEqual([]);
  expect(text).not.toContain(SECRET);
});

test('a server that is there: the right password is in no error either', async () => {
  await using server = await startServer({ password: SECRET });
  expect(server.url).toContain(SECRET);
  await using queue = new Queue('told', { connection: server.url });
  const foreign = new Queue('told', { connection: server.url.replace(/\/?$/, '/99') });
  const errors = [
    await thrownBy(foreign.add('work', null)),
    await thrownBy((await queue.add('work', null)).result({ timeout: 50 })),
    await thrownBy(queue.add('work', 5n)),
  ];
  await foreign.close();
  expect(whole(errors)).not.toContain(SECRET);
});
