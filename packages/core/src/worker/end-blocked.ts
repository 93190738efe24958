// Ends this process from the heartbeat thread, for one that a supervisor starts anew: a run is past its timeout and its grace, and the
// main thread, which alone could tell it to stop or give it up, does not move. Killing is the only way: what a thread calls an exit ends
// the thread, and every other signal waits for the event loop.
import { writeSync } from 'node:fs';
import type { OverdueRun } from './deadline-page.js';

const STANDARD_ERROR = 2;

export function endBlocked({ queue, id, overdueMs }: OverdueRun, blockedMs: number): void {
  const line = {
    level: 60,
    time: Date.now(),
    pid: process.pid,
    name: 'longshore',
    queue,
    id,
    overdueMs,
    blockedMs,
    msg: 'a job runs past its timeout and its grace while the event loop is blocked: this process ends',
  };
  try {
    writeSync(STANDARD_ERROR, `${JSON.stringify(line)}\n`);
  } catch {
    // Nobody reads, or the pipe is full: it ends all the same.
  }
  process.kill(process.pid, 'SIGKILL');
}
