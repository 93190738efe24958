// A producer in a process of its own. Its one argument is a JSON text: { log, queue, options, prefix, everyMs, batch, data, jobOptions }.
// It adds `batch` jobs every `everyMs` until the parent says stop, and appends a line for each:
//   <job> ok
//   <job> unknown <code>     and then, once an add with the same id has succeeded, `<job> ok`
// An add whose outcome is unknown is repeated with its id until the outcome is known.
import { openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from '@longshore/core';

const { log, queue: name, options, prefix, everyMs, batch, data, jobOptions } = JSON.parse(process.argv[2]);
const file = openSync(log, 'a');
const queue = new Queue(name, options);
let going = true;
let count = 0;

const write = (...words) => writeSync(file, `${words.join(' ')}\n`);

async function add(id) {
  for (;;) {
    try {
      await queue.add('work', data, { ...jobOptions, jobId: id });
      return write(id, 'ok');
    } catch (error) {
      write(id, 'unknown', error.code);
      process.connected && process.send({ is: 'refused', id, code: error.code, named: error.id });
      if (error.code !== 'ERR_ENQUEUE_TIMEOUT') return;
    }
  }
}

process.on('message', () => {
  going = false;
});
process.on('disconnect', () => process.exit());

const under = [];
while (going) {
  for (let i = 0; i < batch; i++) under.push(add(`${prefix}${count++}`));
  await sleep(everyMs);
}
await Promise.all(under);
await queue.close();
process.send({ is: 'closed' });
process.disconnect();
