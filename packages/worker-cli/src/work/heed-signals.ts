// Which signal means what to the supervisor. A terminal's Ctrl-C comes once from the terminal and often once more from
// the npm that started the program: within a moment the same signal counts once.
export interface SignalOrders {
  /** TERM, INT, HUP: finish and end. */
  readonly onStop: (signal: NodeJS.Signals) => void;
  /** A second one of these: end now. */
  readonly onStopNow: (signal: NodeJS.Signals) => void;
  /** TSTP: take nothing new. */
  readonly onQuiet: () => void;
  /** USR2: new code. */
  readonly onRestart: () => void;
}

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
    ['SIGTSTP', onQuiet],
    ['SIGUSR2', onRestart],
  ] as const;
  for (const [signal, heed] of heeded) process.on(signal, heed);
  return () => {
    for (const [signal, heed] of heeded) process.off(signal, heed);
  };
}
