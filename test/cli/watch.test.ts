import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Queue } from '@longshore/core';
import { describe, expect } from 'vitest';
import { until } from '../support/processes.js';
import { CLI_MAIN, cliEnvironment, runCli } from '../support/run-cli.js';
import { startServer } from '../support/servers.js';
import { Terminal } from '../support/terminal.js';
import { gate, test, type WorkerBed } from '../support/worker-bed.js';

/** A job whose handler posts a step, then waits for the test before the next. */
async function steppedJob(bed: WorkerBed, steps: readonly unknown[], end: () => unknown) {
  const gates = steps.map(() => gate());
  bed.worker(async (job) => {
    for (const [i, step] of steps.entries()) {
      await job.progress.post(step);
      await gates[i]?.opened;
    }
    return end();
  });
  const job = await bed.queue.add('resize', null);
  return { id: job.id, next: () => gates.shift()?.open() };
}

const words = (bed: WorkerBed, id: string, ...more: string[]) => ['watch', bed.queueName, id, ...more];
const environment = (bed: WorkerBed) => ({ LONGSHORE_REDIS_URL: bed.server.url });

describe('a job that is watched in a terminal', () => {
  test('has a bar that grows, and its result below it', async ({ bed }) => {
    const steps = [
      { percent: 40, step: 'draw' },
      { done: 3, total: 4 },
    ];
    const job = await steppedJob(bed, steps, () => ({ width: 120 }));
    const terminal = new Terminal(words(bed, job.id), { env: environment(bed) });
    await terminal.shown(/━━.* 40 %/);
    await terminal.shown(/step: draw/);
    expect(terminal.text).toContain(`resize in ${bed.queueName}, job ${job.id}`);
    job.next();
    await terminal.shown(/ 75 % {2}3\/4/);
    job.next();
    expect(await terminal.exitCode()).toBe(0);
    expect(terminal.text).toMatch(/✓ completed\n\{\n {2}"width": 120\n\}\n/);
    expect(terminal.text).toContain('left-as-it-was');
    expect(terminal.output).toContain('\u001b[?25h');
  });

  test('and waits says why, then that it runs', async ({ bed }) => {
    await bed.queue.pause();
    const job = await steppedJob(bed, ['reading'], () => null);
    const terminal = new Terminal(words(bed, job.id), { env: environment(bed) });
    await terminal.shown(/waits: the queue is paused/);
    await bed.queue.resume();
    await terminal.shown(/worker \S+ \(.*\) has it/);
    await terminal.shown(/reading/);
    job.next();
    expect(await terminal.exitCode()).toBe(0);
  });

  test('goes on when the watch is interrupted', async ({ bed }) => {
    const job = await steppedJob(bed, [{ percent: 10 }], () => 'done');
    const terminal = new Terminal(words(bed, job.id), { env: environment(bed) });
    await terminal.shown(/10 %/);
    terminal.type('\u0003');
    expect(await terminal.exitCode()).toBe(130);
    expect(terminal.text).toContain('left-as-it-was');
    expect(terminal.output.lastIndexOf('\u001b[?25h')).toBeGreaterThan(terminal.output.lastIndexOf('\u001b[?25l'));
    job.next();
    expect(await bed.queue.job(job.id).result({ timeout: '10s' })).toBe('done');
  });

  test('cannot move the cursor with what it posts', async ({ bed }) => {
    const job = await steppedJob(bed, ['\u001b[2J\u001b]0;title\u0007gotcha'], () => 'a\u202eb\u009bc');
    const terminal = new Terminal(words(bed, job.id), { env: environment(bed) });
    await terminal.shown(/gotcha/);
    job.next();
    expect(await terminal.exitCode()).toBe(0);
    for (const code of ['\u001b[2J', '\u001b]', '\u202e', '\u009b']) expect(terminal.output).not.toContain(code);
    expect(terminal.text).toContain('"a?b?c"');
  });
});

describe('a job that is watched through a pipe', () => {
  test('is lines, and its result', async ({ bed }) => {
    const job = await steppedJob(bed, [0.25], () => 'done');
    const outcome = runCli(words(bed, job.id), { env: environment(bed) });
    await until(
      async () => ((await bed.redis.pubsub('NUMSUB', bed.key(`notice:${job.id}`))) as [string, number])[1] > 0,
    );
    job.next();
    const { code, stdout, stderr } = await outcome;
    const lines = stdout.split('\n');
    expect(lines.slice(0, 2).join('\n')).toMatch(/^worker .* has it$/m);
    expect(lines.slice(0, 2)).toContain(' 25 %');
    expect(lines.slice(2)).toEqual(['completed', '"done"', '']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('is JSON, one line for each notice and one for the end', async ({ bed }) => {
    const job = await steppedJob(bed, [{ page: 1 }, { page: 2 }], () => ({ pages: 2 }));
    const child = spawn(process.execPath, [CLI_MAIN, ...words(bed, job.id, '--json')], {
      env: cliEnvironment(environment(bed)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: unknown[] = [];
    const reader = createInterface(child.stdout);
    reader.on('line', (line) => {
      lines.push(JSON.parse(line));
      job.next();
    });
    await once(child, 'close');
    expect(lines).toEqual([
      { seq: expect.any(Number), at: expect.any(Number), value: { page: 1 } },
      { seq: expect.any(Number), at: expect.any(Number), value: { page: 2 } },
      { state: 'completed', result: { pages: 2 } },
    ]);
    expect(child.exitCode).toBe(0);
  });
});

describe('a watch ends with 1', () => {
  test('when the job failed', async ({ bed }) => {
    bed.worker(() => {
      throw new TypeError('no such picture\u001b[31m');
    });
    const { id } = await bed.queue.add('resize', null);
    const people = await runCli(words(bed, id), { env: environment(bed) });
    expect(people).toMatchObject({
      code: 1,
      stderr: `longshore: job ${id} failed after 1 attempt: no such picture?[31m (ERR_JOB_FAILED)\n`,
    });
    const programs = await runCli(words(bed, id, '--json'), { env: environment(bed) });
    expect(programs).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(programs.stdout)).toMatchObject({
      state: 'failed',
      error: { code: 'ERR_JOB_FAILED', failure: { name: 'TypeError' }, attempts: 1 },
    });
  });

  test('when it was cancelled, or removed while it waited', async ({ bed }) => {
    bed.removals = true;
    const [cancelled, removed] = await bed.queue.addBulk([
      { name: 'resize', data: null },
      { name: 'resize', data: null },
    ]);
    const runs = [cancelled, removed].map((job) => runCli(words(bed, job?.id ?? ''), { env: environment(bed) }));
    await until(async () => ((await bed.redis.pubsub('NUMSUB', bed.key('events'))) as [string, number])[1] === 2);
    await cancelled?.cancel('not wanted');
    await bed.queue.remove(removed?.id ?? '');
    const [first, second] = await Promise.all(runs);
    expect(first).toMatchObject({ code: 1, stderr: expect.stringMatching(/not wanted \(ERR_JOB_CANCELLED\)/) });
    expect(second).toMatchObject({ code: 1, stderr: expect.stringMatching(/\(ERR_JOB_REMOVED\)/) });
  });

  test('at once when there is no such job, or no Redis', async ({ bed }) => {
    const unknown = await runCli(words(bed, 'nobody'), { env: environment(bed) });
    expect(unknown).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/\(ERR_JOB_REMOVED\)/) });
    const away = await runCli(['watch', 'mail', '1', '--redis-url', 'redis://127.0.0.1:1']);
    expect(away).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/\(ERR_REDIS_UNAVAILABLE\)/) });
  });
});

test('a watch outlives a restart of Redis', async ({ bed }) => {
  await using server = await startServer({ persistence: 'always' });
  const queue = bed.own(new Queue('mail', { ...bed.common, connection: server.url }));
  const { id } = await queue.add('resize', null);
  const terminal = new Terminal(['watch', 'mail', id, '--redis-url', server.url]);
  await terminal.shown(/waits: no worker is there/);
  await server.kill();
  await terminal.shown(/no word from Redis for/);
  await server.restart();
  terminal.forget();
  await terminal.shown(/waits: no worker is there\s*$/);
  const job = queue.job(id);
  await job.cancel('enough');
  expect(await terminal.exitCode()).toBe(1);
  expect(terminal.text).toContain('ERR_JOB_CANCELLED');
});
