// Tests of jobs: nothing runs until the test says so, one job at a time, and minutes pass in no time.
import assert from 'node:assert';
import { startTestBed } from '@longshore/testing';

const bed = await startTestBed(
  process.env['LONGSHORE_REDIS_URL'] ? { connection: process.env['LONGSHORE_REDIS_URL'] } : {},
);
const queue = bed.queue('mail');

// The handlers of the application, as its worker has them.
bed.handle('mail', {
  welcome: {
    attempts: 3,
    backoff: { type: 'fixed', delay: '1m', jitter: 0 },
    run({ data, attempt }) {
      if (data.to === 'grace' && attempt === 1) throw new Error('mailbox busy');
      return { id: `mail-to-${data.to}` };
    },
  },
  async signup({ data }) {
    await queue.add('welcome', { to: data.name });
    await queue.add('reminder', { to: data.name }, { delay: '1d' });
  },
  reminder: () => 'sent',
});

/** @param {string} title @param {import('@longshore/testing').Run[]} runs */
function show(title, runs) {
  console.log(`${title}:${runs.length === 0 ? ' nothing' : ''}`);
  for (const { name, attempt, outcome, result, error } of runs)
    console.log(
      `  ${name} #${attempt} ${outcome} ${error instanceof Error ? error.message : (JSON.stringify(result) ?? '')}`,
    );
  return runs;
}

await queue.add('signup', { name: 'ada' });
await queue.add('signup', { name: 'grace' });
const now = show('now', await bed.drain());
assert.deepEqual(
  now.map((run) => `${run.name} ${run.outcome}`),
  ['signup completed', 'signup completed', 'welcome completed', 'welcome retrying'],
);
show('59 seconds later', await bed.advance('59s'));
show('a minute later', await bed.advance('1s'));
show('a day later', await bed.advance('1d'));

await bed.close();
