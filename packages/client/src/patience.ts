// How long to wait before the next try: longer with each failure in a row, and left to chance, so that a thousand pages do not
// come back to a restarted server in the same moment.

const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** @param failures how many in a row, from 0; `random` from 0 to 1 */
export function patienceMs(failures: number, random = Math.random()): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return Math.round(most * (0.5 + random / 2));
}

/** What a server asks for that says how long it wants to be left alone, in seconds; 0 when it says nothing. */
export function askedForMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, 60_000) : 0;
}

/** Rejects with the signal's reason when it is aborted. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', aborted);
      resolve();
    }, ms);
    if (signal?.aborted) aborted();
    else signal?.addEventListener('abort', aborted, { once: true });
  });
}
