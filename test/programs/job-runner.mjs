// The handler of the workers in this folder: writes down what it does, and does what the data of the job says.
// A line of the log is one of
//   <job> <token> start <at>
//   <job> <token> end <at> <how: done, failed, or the reason it was told to stop>
//   - <worker> lost <at>
import { openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @param {string} log the file that is appended to
 * @param {string[]} ignored orders that are not obeyed here
 */
export function makeRunner(log, ignored = []) {
  const file = openSync(log, 'a');
  const held = new Map();
  const write = (...words) => writeSync(file, `${words.join(' ')}\n`);

  async function run(job) {
    write(job.id, job.token, 'start', Date.now());
    tell('started', { id: job.id, attempt: job.attempt });
    let how = 'done';
    try {
      return await obey(job, ordersOf(job.data ?? {}, ignored), held);
    } catch (error) {
      how = job.signal.aborted ? job.signal.reason.reason : 'failed';
      throw error;
    } finally {
      write(job.id, job.token, 'end', Date.now(), how);
    }
  }

  function release(id) {
    held.get(id)?.();
    held.delete(id);
  }

  return { run, release, lost: (worker) => write('-', worker, 'lost', Date.now()) };
}

/** What the parent needs to know at once goes to it as a message. */
export function tell(is, more = {}) {
  if (process.connected) process.send({ is, ...more });
}

const ordersOf = (data, ignored) =>
  Object.fromEntries(Object.entries(data).filter(([order]) => !ignored.includes(order)));

/** Waits for the parent, sleeps, hogs the event loop, ends the process, stops when told to, fails; in this order. */
async function obey(job, { hold, ms, block, exit, kill, heed, failures, result }, held) {
  if (hold) await new Promise((resolve) => held.set(job.id, resolve));
  if (ms) await sleep(ms);
  if (block) hog(job.id, block);
  if (exit !== undefined) process.exit(exit);
  if (kill) {
    process.kill(process.pid, kill);
    // The signal comes in a moment; the handler must not end before it does.
    await new Promise(() => {});
  }
  if (heed) await new Promise((_, reject) => job.signal.addEventListener('abort', () => reject(job.signal.reason)));
  if (job.attempt <= (failures ?? 0)) throw new Error(`attempt ${job.attempt} fails as it was told to`);
  return result;
}

function hog(id, ms) {
  tell('blocks', { id });
  const until = performance.now() + ms;
  while (performance.now() < until);
}
