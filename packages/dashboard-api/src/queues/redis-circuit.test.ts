import { describe, expect, test, vi } from 'vitest';
import { RedisCircuit } from './redis-circuit.js';

const DOWN = Object.assign(new Error('down'), { code: 'ERR_REDIS_UNAVAILABLE' });

/** Pings that the test answers. */
function makePings() {
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const ping = vi.fn(() => new Promise<void>((resolve, reject) => waiting.push({ resolve, reject })));
  return { ping, waiting };
}

describe('the circuit', () => {
  test('lets everything through until a request finds Redis gone', () => {
    const { ping } = makePings();
    const circuit = new RedisCircuit(ping);
    circuit.check();
    circuit.note(Object.assign(new Error('not there'), { code: 'ERR_QUEUE_MISSING' }));
    circuit.note(undefined);
    circuit.check();
    expect(ping).not.toHaveBeenCalled();
  });

  test.each(['ERR_REDIS_UNAVAILABLE', 'ERR_COMMAND_TIMEOUT', 'ERR_ENQUEUE_TIMEOUT'])('opens at %s', (code) => {
    const circuit = new RedisCircuit(makePings().ping);
    circuit.note(Object.assign(new Error('x'), { code }));
    expect(() => circuit.check()).toThrow(expect.objectContaining({ code: 'ERR_REDIS_UNAVAILABLE', status: 503 }));
  });

  test('closes when a ping comes back; there is one ping at a time, however many ask', async () => {
    const { ping, waiting } = makePings();
    const circuit = new RedisCircuit(ping);
    circuit.note(DOWN);
    for (let i = 0; i < 100; i++) expect(() => circuit.check()).toThrow();
    expect(ping).toHaveBeenCalledTimes(1);
    waiting[0]?.resolve();
    await vi.waitFor(() => circuit.check());
  });

  test('pings again after one that failed, as long as somebody asks', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const { ping, waiting } = makePings();
      const circuit = new RedisCircuit(ping);
      circuit.note(DOWN);
      waiting[0]?.reject(DOWN);
      await vi.waitFor(() => expect(ping).toHaveBeenCalledTimes(2));
      vi.advanceTimersByTime(60_000);
      waiting[1]?.reject(DOWN);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(ping).toHaveBeenCalledTimes(2);
      // Until somebody asks again.
      expect(() => circuit.check()).toThrow();
      expect(ping).toHaveBeenCalledTimes(3);
    } finally {
      vi.useRealTimers();
    }
  });
});
