import { expect, test } from 'vitest';
import { drawRun } from './draw-run.js';
import type { WorkerView } from './run-view.js';

const plain = (_style: unknown, text: string) => text;
const running = (...paths: string[]) => paths.map((path, i) => ({ id: String(i), path }));

function worker(letter: string, state: WorkerView['state'], done: number, ...paths: string[]): WorkerView {
  return { letter, pid: 4242, state, notice: { registration: letter, done, running: running(...paths) } };
}

function draw(columns: number, workers: WorkerView[], completed = 50): string[] {
  const run = { total: 200, completed, failed: 0, recovered: 0 };
  const view = { run, startedAt: 0, workers: new Map(workers.map((each) => [each.letter, each])) };
  return drawRun(view, columns, plain, 3999).split('\n');
}

test('a bar shows the share that has ended, and each worker what it is doing', () => {
  expect(draw(80, [worker('A', 'running', 31, 'src/a.ts', 'src/b.ts'), worker('B', 'starting', 0)])).toEqual([
    '',
    `  ${'━'.repeat(10)}${'─'.repeat(30)}  25 %  50/200  3 s`,
    '  worker A  ● pid 4242   31 done  src/b.ts',
    '  worker B  ○ pid 4242  starting',
  ]);
});

test('no line is longer than the terminal is wide', () => {
  const long = worker('A', 'running', 31, 'a/very/long/path/'.repeat(10));
  for (const columns of [24, 30, 40, 60, 120]) {
    for (const line of draw(columns, [long]))
      expect(line.length, `${columns}: ${line}`).toBeLessThanOrEqual(Math.max(columns, 32));
  }
});

test('of the dead the last one is shown', () => {
  const lines = draw(80, [
    worker('A', 'killed', 1),
    worker('B', 'running', 2),
    worker('C', 'gone', 3),
    worker('D', 'running', 4),
  ]);
  expect(lines.slice(2).map((line) => line.slice(2, 13))).toEqual(['worker B  ●', 'worker C  ✗', 'worker D  ●']);
});

test('a name that would steer the terminal is shown harmless', () => {
  const lines = draw(80, [worker('A', 'running', 1, 'evil\u001b[31m\nname')]);
  expect(lines.at(-1)).toContain('evil?[31m?name');
});
