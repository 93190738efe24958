import { describe, expect, test } from 'vitest';
import { expectAccount } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import { until } from '../support/processes.js';
import { Scene } from '../support/scene.js';
import { SERVER_KINDS } from '../support/server-kinds.js';

describe.each(SERVER_KINDS)('$name', ({ missing, start }) => {
  const reason = missing === undefined ? '' : ` (skipped: ${missing})`;

  test.skipIf(missing !== undefined)(
    `jobs run, are retried, wait for their time, and survive the death of their worker${reason}`,
    async () => {
      await using scene = await Scene.open({ start });
      const [first] = (await scene.startWorkers(1)) as [Child];
      const plain = await scene.queue.add('work', { result: { n: 1 } });
      scene.ledger.accepted.add(plain.id);
      expect(await plain.result({ timeout: '10s' })).toEqual({ n: 1 });
      const retried = await scene.addOne({ failures: 2 }, { attempts: 3, backoff: '100ms' });
      const failing = await scene.addOne({ failures: 9 });
      const delayed = await scene.addOne({}, { delay: 500 });
      const large = await scene.queue.add('work', { result: 'x'.repeat(100_000) });
      scene.ledger.accepted.add(large.id);
      await scene.drained();
      const orphan = await scene.addOne({ hold: true });
      await first.hear('started', ({ id }) => id === orphan);
      const [second] = (await scene.startWorkers(1)) as [Child];
      await scene.kill(first);
      await second.hear('started');
      scene.release(second, orphan);
      await scene.drained();
      const { runs, ends } = await expectAccount(scene);
      expect(runs.get(retried)?.map(({ how }) => how)).toEqual(['failed', 'failed', 'done']);
      expect(ends.get(failing)?.state).toBe('failed');
      expect(runs.get(delayed)).toHaveLength(1);
      expect(runs.get(orphan)?.map(({ pid }) => pid)).toEqual([first.pid, second.pid]);
    },
  );

  test.skipIf(missing !== undefined)(
    `work goes on after the server was down and after it stood still${reason}`,
    async () => {
      await using scene = await Scene.open({ start, persistence: 'always' });
      const workers = await scene.startWorkers(2, { concurrency: 4 });
      const harms = [() => scene.server.restart(), () => standStill(scene)];
      for (const harm of harms) {
        await scene.add(100, { ms: 5 });
        await until(async () => (await scene.ended()) > 0);
        await harm();
        await scene.drained();
      }
      const { repeats } = await expectAccount(scene);
      expect(repeats).toBe(0);
      expect(workers.flatMap((worker) => worker.all('lost'))).toEqual([]);
    },
  );
});

async function standStill(scene: Scene): Promise<void> {
  await scene.server.pause();
  const since = performance.now();
  await until(() => performance.now() - since > 1000);
  await scene.server.resume();
}
