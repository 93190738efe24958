// What an operating system says of a process and of those that it has started. Linux alone: it reads /proc.
import { readdirSync, readFileSync } from 'node:fs';

/** A process and everything below it. */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(Number(name));
    if (fields) parents.set(Number(name), Number(fields[1]));
  }
  const family = [pid];
  for (const member of family) {
    for (const [child, parent] of parents) if (parent === member) family.push(child);
  }
  return family;
}

/**
 * Time on a processor since its start, over all threads, seconds. As the scheduler counts it: the clock ticks of /proc/…/stat are
 * taken by samples, and miss or double what wakes up by a timer.
 */
export function cpuSecondsOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map(
    (thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0],
  );
  return nanoseconds.reduce((sum, text) => sum + Number(text), 0) / 1e9;
}

/** Its memory, bytes: all that is resident, and its own share where pages are shared with others. */
export function memoryOf(pid: number): { readonly resident: number; readonly proportional: number } {
  const kilobytes = (file: string, name: string) => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'));
    return Number(found?.[1] ?? 0) * 1024;
  };
  return { resident: kilobytes('status', 'VmRSS'), proportional: kilobytes('smaps_rollup', 'Pss') };
}

/** The fields from the state on: the name before them may hold anything. Undefined when it is gone. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
