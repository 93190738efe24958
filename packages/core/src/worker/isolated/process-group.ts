// Signals to a process and whatever it has started: an isolated handler's process leads a group of its own.

/** Sends `signal` to the whole group of `leader`. One that is gone is no error. */
export function signalGroup(leader: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (leader === undefined) return;
  try {
    // Windows has no groups; there the process alone is ended.
    process.kill(process.platform === 'win32' ? leader : -leader, signal);
  } catch {
    // ESRCH: nobody is left. EPERM: on some systems, the same.
  }
}
