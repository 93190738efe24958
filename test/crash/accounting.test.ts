import { appendFileSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectAccount, findProblems, readEnds } from '../support/account.js';
import type { Child } from '../support/child-process.js';
import type { Run } from '../support/ledger.js';
import { Scene } from '../support/scene.js';

// The accounting by which the tests beside this one judge. A checker that finds nothing is worth nothing: it is given a
// scene in which all is well, and then one lie at a time.

const FAR = 10 ** 13;
let scene: Scene;
/** A job that has completed, its one run, and a job that has failed. */
let job: string;
let run: Run;
let failed: string;
let keys: Map<string, Buffer>;

beforeAll(async () => {
  scene = await Scene.open();
  const [worker] = (await scene.startWorkers(1)) as [Child];
  [job] = (await scene.add(3)) as [string];
  failed = await scene.addOne({ failures: 9 });
  await scene.drained();
  await scene.close(worker);
  run = scene.ledger.runs().get(job)?.[0] as Run;
  const names = await scene.redis.keys('*');
  keys = new Map(await Promise.all(names.map(async (name) => [name, await scene.redis.dumpBuffer(name)] as const)));
});

afterEach(async () => {
  await scene.redis.flushall();
  for (const [name, content] of keys) await scene.redis.restore(name, 0, content);
  scene.ledger.accepted.delete('lie');
  scene.ledger.accepted.add(job);
  rmSync(scene.ledger.file('lies').path, { force: true });
});

afterAll(() => scene[Symbol.asyncDispose]());

/** Writes what a handler of another process would have written. */
function write(...lines: string[]): void {
  const { path, own } = scene.ledger.file('lies');
  appendFileSync(path, lines.map((line) => `${line}\n`).join(''));
  own(1);
}

const LIES: [name: string, tell: () => unknown, found: RegExp][] = [
  ['an accepted job is nowhere', () => scene.ledger.accepted.add('lie'), /lie was accepted and has not ended/],
  ['a job ended that nobody added', () => scene.ledger.accepted.delete(job), /was never added/],
  ['a job ended twice', () => scene.redis.hincrby(scene.key('stats'), 'completed', 1), /that happened 4 times/],
  ['a job failed twice', () => scene.redis.hincrby(scene.key('stats'), 'failed', 1), /that happened 2 times/],
  ['a terminal record is gone', () => scene.redis.del(scene.key(`end:${failed}`)), /has not ended/],
  ['a job waits that has ended', () => scene.redis.lpush(scene.key('waiting'), job), /is in 2 places/],
  ['a list belongs to nobody', () => scene.redis.lpush(scene.key('pending:nobody'), 'x'), /belongs to no known worker/],
  [
    'a job ended that never ran',
    async () => {
      const copies = ['job', 'end'].map((kind) =>
        scene.redis.copy(scene.key(`${kind}:${job}`), scene.key(`${kind}:lie`)),
      );
      await Promise.all([...copies, scene.redis.lpush(scene.key('completed'), 'lie')]);
      scene.ledger.accepted.add('lie');
    },
    /lie ended as completed and never started/,
  ],
  [
    'a job started twice for no reason',
    () => write(`${job} other/1 start 1`, `${job} other/1 end 2 done`),
    /ran again .* and nothing explains it/,
  ],
  [
    'a job was ended by a worker that was not the last to claim it',
    () => write(`${job} other/${run.claim + 1} start ${FAR}`, `${job} other/${run.claim + 1} end ${FAR} done`),
    /but claimed last as other/,
  ],
  [
    'a later claim started earlier',
    () => write(`${job} other/${run.claim + 1} start 1`, `${job} other/${run.claim + 1} end 2 done`),
    /started before claim/,
  ],
  ['a job completed whose handler failed', () => write(`${job} ${run.token} end 1 failed`), /ended as failed/],
  ['a job failed whose handler was done', () => write(`${failed} ${tokenOf(failed)} end 1 done`), /was done/],
  [
    'a job went on elsewhere before its process was killed',
    () => {
      write(`${job} other/1 start 1`);
      scene.ledger.killed(1);
    },
    /before other\/1 was killed/,
  ],
];

const tokenOf = (id: string) => scene.ledger.runs().get(id)?.[0]?.token;

test('it finds nothing where all is well', async () => {
  expect(await expectAccount(scene)).toMatchObject({ jobs: 4, repeats: 0 });
});

test.each(LIES)('it finds out that %s', async (_name, tell, found) => {
  await tell();
  const problems = await findProblems(scene, scene.ledger.runs(), await readEnds(scene));
  expect(problems.join('\n')).toMatch(found);
});
