import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EmbeddedRedis } from '@longshore/embedded-redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer } from '../support/servers.js';

const FOLDER = fileURLToPath(new URL('../../examples/', import.meta.url));

/** What each example prints, among other things, in this order. */
const KEY_LINES: Record<string, RegExp[]> = {
  'at-most-once': [/^the worker dies/m, /ERR_JOB_FAILED: .*acknowledged early/, /has run it 0 times/],
  cancel: [
    /^delayed: cancelled\nERR_JOB_CANCELLED: nobody needs it/m,
    /^running: ordered\nERR_JOB_CANCELLED: the customer closed/m,
    /^state: cancelled/m,
  ],
  'chat-room': [
    /grace reads {2}ada: is anybody here\?/,
    /linus reads {2}ada: is anybody here\?/,
    /linus reads {2}linus: what/,
  ],
  checkpoints: [/^first worker: step 3\nthe first worker is dead\nsecond worker: step 4$/m, /^result: 5 steps/m],
  codec: [
    /^deflate: 20000 characters came back, \d{2,4} bytes are stored/m,
    /^encrypted: {"verdict":"healthy"}, nothing of it is in Redis: true/m,
    /^without the codec: ERR_CODEC_MISMATCH/m,
    /^with another key: ERR_CODEC_FAILED/m,
  ],
  'delayed-jobs': [/are delayed and delayed/, /^first: the coffee \(0\.\d s/m, /^second: /m, /^third: /m],
  expiry: [/^sent 5678\nERR_JOB_EXPIRED: not started in time/],
  audit: [
    /^before: 0 findings/m,
    /^double-entry, repaired/m,
    /^lost-job, repaired/m,
    /^after: 0 /m,
    /^two jobs, 2 runs/m,
  ],
  history: [/ 36 completed, 4 failed, a run took \d+ ms on average/, /^in ten minutes: 40 jobs/m],
  inspect: [
    /^5 orders at a time: o1 o2 o3 o4 o5 \| o6 o7$/m,
    /^o6 waits: paused, waits-behind$/m,
    /^refund waits: no-handler$/m,
    /^timed out: o3, o6$/m,
    /^o3: 2 attempts, the first: Error: the carrier timed out$/m,
    /^at a glance: 5 completed, 2 failed, 1 parked for nobody: refund$/m,
  ],
  'isolated-handler': [
    /^primes below a million: 78498/m,
    /counted by another process - this one was free meanwhile: true/,
    /^endless: ERR_JOB_TIMEOUT: /m,
    /^crash: ERR_ISOLATED_PROCESS: .*exit code 7/m,
  ],
  limits: [
    /^at most 3 at once/m,
    /: about a second$/m,
    /^limits: \{"rate":\{"max":5,"per":500\}\}/m,
    /^job 3: ERR_QUEUE_FULL/m,
  ],
  middleware: [
    /^outside, then the handler\nresult: HELLO/m,
    /^cached: from the cache/m,
    /^reported: broken of the queue texts after 2 attempts: no luck/m,
  ],
  'notice-board': [/at 1\.4 m/, /at 1\.7 m/, /at 1\.9 m/, /^read: 1\.9/m, /^after its time to live: undefined/m],
  priorities: [
    /^order: password-reset 4 \| welcome 6 \(lifo\) \| welcome 2 \| welcome 5 \| newsletter 1 \| newsletter 3$/m,
  ],
  'progress-bar': [/^early /m, /^ late /m, /100 %/, /sees the end: film\.webm/],
  queue: [
    /^total: 42/m,
    /attempt 1 failed/,
    /attempt 2 failed/,
    /shipped at attempt 3/,
    /ERR_JOB_FAILED after 1 attempt/,
  ],
  retention: [/^at once: completed and completed/m, /^after its time: ERR_JOB_REMOVED and completed/m],
  'rolling-deploy': [/^welcome: old version/m, /^digest is parked/m, /^digest: new version/m],
  'status-api': [
    /^added once: true, created again: false/m,
    /^100 %, completed\nthe last notice: completed, nothing follows: true/m,
    /^failed: 1 × make: not a picture\nits data: \(hidden\)\n403 ERR_FORBIDDEN: /m,
  ],
  schedules: [
    /^report is due on weekdays at 9:00 in Berlin/m,
    /^beat 1\nbeat 2\nbeat 3/m,
    /^pulse: 3 jobs, over/m,
    /^report, run now: 42 pages/m,
    /^paused: true, next: undefined/m,
  ],
  'several-queues': [/^[Ub]{80}$/m, /of the first 40 jobs: (2[5-9]|3[0-5]) urgent/],
  testing: [
    /^ {2}signup #1 completed/m,
    /^ {2}welcome #1 retrying mailbox busy/m,
    /^59 seconds later: nothing/m,
    /^a minute later:\n {2}welcome #2 completed/m,
    /^a day later:\n {2}reminder #1 completed "sent"/m,
  ],
  timeouts: [
    /^one attempt: ERR_JOB_TIMEOUT/m,
    /^two attempts: built/m,
    /^deaf: ERR_JOB_TIMEOUT/m,
    /^leaked slots: 1/m,
    /has ended: 0/,
  ],
  tracing: [
    /^receipt: sent\ntraces: 1\nPOST \/orders\n {2}publish orders\n {4}process orders \(failed\)$/m,
    /^ {4}process orders \(completed\)\n {6}ask the bank\n {6}publish mail\n {8}process mail \(completed\)$/m,
  ],
  'typed-contract': [/^welcome: mail-to-ada/m, /at most 10 items/, /ERR_INVALID_PAYLOAD at data\.to/],
  'unique-jobs': [
    /^added: true and false - the same job: true/m,
    /^report, version 1/m,
    /^saved Hello$/m,
    /^free again: true/m,
  ],
  steering: [
    /^would be retried: \{ matched: 3, changed: 0 \}/m,
    /^retried: \{ matched: 3, changed: 3 \}/m,
    /^at once: promoted - remind done/m,
    /^cancelled: \{ matched: 4, changed: 4 \}/m,
    /^removed: \{ matched: 3, changed: 3 \}/m,
    /^ERR_QUEUE_IN_USE/m,
    /^destroyed, with 5 jobs/m,
  ],
};

let server: EmbeddedRedis;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function outputOf(name: string, url: string): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', LONGSHORE_REDIS_URL: url };
  // Its standard input is no terminal, so the chat room talks by itself.
  const { stdout } = await promisify(execFile)(process.execPath, [`${FOLDER}${name}.mjs`], { env, timeout: 45_000 });
  return stdout;
}

function expectInOrder(output: string, patterns: readonly RegExp[]): void {
  let rest = output;
  for (const pattern of patterns) {
    const found = pattern.exec(rest);
    expect(found, `${pattern} in:\n${output}`).not.toBeNull();
    rest = rest.slice((found?.index ?? 0) + (found?.[0].length ?? 0));
  }
}

test('every example is run here', async () => {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.mjs'));
  expect(files.map((file) => file.replace('.mjs', '')).sort()).toEqual(Object.keys(KEY_LINES).sort());
});

describe('on a Redis that is given', () => {
  test.each(Object.entries(KEY_LINES))('%s', async (name, patterns) => {
    expectInOrder(await outputOf(name, server.url), patterns);
  });

  test('an example can be run again where it has been run before', async () => {
    expectInOrder(await outputOf('queue', server.url), KEY_LINES['queue'] ?? []);
  });
});

test('without a Redis an example starts its own', async () => {
  expectInOrder(await outputOf('queue', ''), KEY_LINES['queue'] ?? []);
});
