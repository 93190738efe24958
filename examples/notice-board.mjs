// A notice board: the last value stays, every change is announced. Whoever comes late sees the current value first.
import { NoticeBoard } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

const { connection, prefix, close } = await openRedis();

// Two handles of one board, as two processes would have them.
const harbour = new NoticeBoard('tide', { connection, prefix });
const skipper = new NoticeBoard('tide', { connection, prefix });

await harbour.post({ metres: 1.2 });
await harbour.post({ metres: 1.4 });

// Watching begins with what stands there: 1.4. That it was 1.2 before is past.
let seen = 0;
for await (const { seq, at, value } of skipper.watch()) {
  console.log(`the tide is at ${value.metres} m (notice ${seq}, ${new Date(at).toISOString()})`);
  seen++;
  if (seen === 1) await harbour.post({ metres: 1.7 });
  if (seen === 2) await harbour.post({ metres: 1.9 }, { ttl: '1s' });
  if (seen === 3) break;
}

const now = await skipper.read();
console.log('read:', now?.value.metres);
await new Promise((resolve) => setTimeout(resolve, 1200));
console.log('after its time to live:', await skipper.read());

await harbour.close();
await skipper.close();
await close();
