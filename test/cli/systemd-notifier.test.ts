// What systemd hears, by the real `systemd-notify` and a socket of its kind.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NotifySocket } from '../support/notify-socket.js';
import { until } from '../support/processes.js';

const BUILT = new URL('../../packages/worker-cli/dist/work/systemd-notifier.js', import.meta.url).href;
const { startSystemdNotifier } = (await import(BUILT)) as {
  startSystemdNotifier(
    fleet: object,
    environment: Record<string, string | undefined>,
    log: object,
  ): { close(): Promise<void> } | undefined;
};

const PATH = process.env['PATH'] ?? '';
const MAIN = `MAINPID=${process.pid}`;

let socket: NotifySocket;
let notifier: { close(): Promise<void> } | undefined;
let fleet: { state: string; wanted: number; leaseMs: number; processes: object[] };
let warnings: string[];
const log = { warn: (text: string) => warnings.push(text) };

const taking = () => ({
  number: 1,
  pid: 77,
  state: 'ready',
  statusAgeMs: 0,
  status: { queues: [{ name: 'mail', registered: true, lastTakeAgeMs: 5 }] },
});

beforeEach(async () => {
  socket = await NotifySocket.open();
  fleet = { state: 'starting', wanted: 1, leaseMs: 15_000, processes: [] };
  warnings = [];
});

afterEach(async () => {
  await notifier?.close();
  notifier = undefined;
  await socket.close();
});

const start = (more: Record<string, string> = {}) => {
  const environment: Record<string, string | undefined> = { PATH, NOTIFY_SOCKET: socket.path, ...more };
  notifier = startSystemdNotifier(fleet, environment, log);
  return environment;
};

test('says that it starts, is ready, and stops, each once and in the name of the supervisor', async () => {
  start();
  expect(await socket.hear('STATUS=starting: 0 of 1 processes are ready')).toEqual([
    MAIN,
    'STATUS=starting: 0 of 1 processes are ready',
  ]);
  fleet.state = 'running';
  fleet.processes = [taking()];
  expect(await socket.hear('READY=1')).toEqual([MAIN, 'READY=1', 'STATUS=ready']);
  fleet.state = 'stopping';
  expect(await socket.hear('STOPPING=1')).toEqual([MAIN, 'STOPPING=1', 'STATUS=stopping: nothing new is taken']);
  await notifier?.close();
  expect(socket.heard).toHaveLength(3);
  expect(warnings).toEqual([]);
});

test('says what is wrong, and that it is over; it is ready only once', async () => {
  fleet.state = 'running';
  fleet.processes = [taking()];
  start();
  await socket.hear('READY=1');
  const queues = [{ name: 'mail', registered: false, lastTakeAgeMs: 5 }];
  fleet.processes = [{ ...taking(), status: { queues } }];
  await socket.hear('STATUS=unready: queue mail: no answer from Redis in the last 15 s');
  fleet.processes = [taking()];
  await socket.hear('STATUS=ready', 1);
  expect(socket.heard.filter((words) => words.includes('READY=1'))).toHaveLength(1);
});

test('feeds the watchdog again and again', async () => {
  start({ WATCHDOG_USEC: '500000' });
  await until(() => socket.heard.filter((words) => words.includes('WATCHDOG=1')).length >= 4);
  await notifier?.close();
  expect(socket.heard.at(-1)).toContain('STOPPING=1');
});

test('nobody else speaks for the service: its variables are not inherited', () => {
  expect(start({ WATCHDOG_USEC: '60000000', WATCHDOG_PID: '1' })).toEqual({ PATH });
});

test('without systemd nothing is started', () => {
  expect(startSystemdNotifier(fleet, { PATH }, log)).toBeUndefined();
});

test('without the program it says so once and goes on', async () => {
  start({ PATH: socket.folder });
  await until(() => warnings.length > 0);
  expect(warnings).toEqual([
    'systemd waits for a sign of readiness, and none can be given: the program systemd-notify is not on the PATH',
  ]);
});

test('what failed is said again, and logged once', async () => {
  const folder = join(socket.folder, 'bin');
  const count = join(socket.folder, 'count');
  await mkdir(folder);
  // Fails twice, then does what it is for.
  const script = `#!/bin/sh\necho >> ${count}\n[ $(wc -l < ${count}) -gt 2 ] || { echo no bus >&2; exit 1; }\nPATH=${PATH} exec systemd-notify "$@"\n`;
  await writeFile(join(folder, 'systemd-notify'), script);
  await chmod(join(folder, 'systemd-notify'), 0o755);
  fleet.state = 'running';
  fleet.processes = [taking()];
  start({ PATH: `${folder}:${PATH}` });
  await socket.hear('READY=1');
  expect((await readFile(count, 'utf8')).length).toBe(3);
  expect(warnings).toEqual([expect.stringContaining('no bus')]);
});
