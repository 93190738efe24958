// Runs one isolated job and has nothing to do then, while the process that ran it waits for more.
import { isolated } from '@longshore/core';

const handler = isolated(new URL('../isolated/fixtures/obey.mjs', import.meta.url), { timeout: '1m', idle: '1h' });
// Nothing but this keeps the program until then.
const waiting = setTimeout(() => {}, 60_000);
const pid = await handler.run({ id: 'one', name: 'pid', signal: new AbortController().signal });
process.send({ is: 'ran', pid }, () => {
  clearTimeout(waiting);
  process.disconnect();
});
