// `longshore work` as systemd starts it: with its socket, through the real `systemd-notify`.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NotifySocket } from '../support/notify-socket.js';
import { WorkScene } from '../support/work-scene.js';

test('systemd hears that the supervisor is ready, lives and stops, and of nobody else', async () => {
  const socket = await NotifySocket.open();
  await using work = await WorkScene.open();
  const env = { NOTIFY_SOCKET: socket.path, WATCHDOG_USEC: '2000000', WATCHDOG_PID: '1' };
  const longshore = await work.launched({ args: ['--processes', '2'], env });
  const main = `MAINPID=${longshore.pid}`;
  expect(await socket.hear('READY=1')).toContain(main);
  await socket.hear('WATCHDOG=1');
  for (const pid of work.alive()) {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    expect(environment).toContain('LEDGER=');
    expect(environment).not.toMatch(/NOTIFY_SOCKET|WATCHDOG_/);
  }
  longshore.signal('SIGTERM');
  expect(await longshore.exited).toEqual({ code: 0, signal: null });
  await socket.hear('STOPPING=1');
  expect(socket.heard.filter((words) => !words.includes(main))).toEqual([]);
  expect(socket.heard.filter((words) => words.includes('READY=1'))).toHaveLength(1);
  await socket.close();
});
