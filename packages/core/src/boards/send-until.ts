// Sends something again and again while Redis does not answer, until a deadline. What is sent may have run before: it has to say by
// itself that it is the same.
import { isPassing } from '../redis/redis-error.js';

const RETRY_MS = 50;

/** @param since when the time began, `performance.now()`; `send` gets what is left of it. Rejects with what the last try was rejected with. */
export async function sendUntil<T>(
  deadlineMs: number,
  send: (leftMs: number) => Promise<T>,
  since = performance.now(),
): Promise<T> {
  for (;;) {
    const leftMs = deadlineMs - (performance.now() - since);
    try {
      return await send(Math.max(1, leftMs));
    } catch (error) {
      if (!isPassing(error) || performance.now() - since + RETRY_MS >= deadlineMs) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
