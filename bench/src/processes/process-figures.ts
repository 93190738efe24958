// What an operating system says of a process and of those that it has started. Linux alone: it reads /proc.
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second of /proc; Linux has had no other value for decades. */
const TICKS = 100;

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

/** Time on a processor since its start, seconds. */
export function cpuSecondsOf(pid: number): number {
  const fields = statOf(pid);
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS : 0;
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
