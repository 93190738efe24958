// Which signal means what to a command that runs until it is told to end. A terminal's Ctrl-C comes once from the terminal and
// often once more from the npm that started the program: within a moment the same signal counts once.
export interface SignalOrders {
  /** TERM, INT, HUP: finish and end. */
  readonly onStop: (signal: NodeJS.Signals) => void;
  /** A second one of these: end now. */
  readonly onStopNow: (signal: NodeJS.Signals) => void;
  /** TSTP: take nothing new. Without it the signal is left to the system, as the next one is. */
  readonly onQuiet?: () => void;
  /** USR2: new code. */
  readonly onRestart?: () => void;
}

/** Ended by a second signal: what a shell reports of a program that a signal ended. */
const SIGNALLED = 128;
const SIGNAL_NUMBERS: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** The exit code of a command that a signal ended at once. */
export const exitCodeOf = (signal: NodeJS.Signals): number => SIGNALLED + (SIGNAL_NUMBERS[signal] ?? 0);

const SAME_MS = 300;

/** Heeds them from now on; returns what ends that. */
export function heedSignals({ onStop, onStopNow, onQuiet, onRestart }: SignalOrders): () => void {
  let stoppedAt = Number.NEGATIVE_INFINITY;
  const stop = (signal: NodeJS.Signals): void => {
    const sinceMs = performance.now() - stoppedAt;
    if (sinceMs === Number.POSITIVE_INFINITY) {
      stoppedAt = performance.now();
      onStop(signal);
    } else if (sinceMs > SAME_MS) onStopNow(signal);
  };
  const heeded = [
    ['SIGTERM', stop],
    ['SIGINT', stop],
    ['SIGHUP', stop],
    ...(onQuiet ? ([['SIGTSTP', onQuiet]] as const) : []),
    ...(onRestart ? ([['SIGUSR2', onRestart]] as const) : []),
  ] as const;
  for (const [signal, heed] of heeded) process.on(signal, heed);
  return () => {
    for (const [signal, heed] of heeded) process.off(signal, heed);
  };
}
