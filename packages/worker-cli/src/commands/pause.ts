// `longshore pause QUEUE` and `longshore resume QUEUE`.
import type { Argv } from 'yargs';
import { defineCommand } from './define-command.js';
import { withQueue } from './open-queue.js';

const build = (yargs: Argv) => yargs.positional('queue', { type: 'string', demandOption: true, describe: 'its name' });

export const pause = defineCommand({
  command: 'pause <queue>',
  describe: 'Let no job of a queue start',
  build,
  async run({ settings, output }, { queue: name }) {
    const changed = await withQueue(settings, name, (queue) => queue.pause());
    if (output.isJson) output.json({ queue: name, paused: true, changed });
    else output.line(changed ? `${name} is paused; running jobs go on` : `${name} was paused already`);
    return undefined;
  },
});

export const resume = defineCommand({
  command: 'resume <queue>',
  describe: 'End a pause',
  build,
  async run({ settings, output }, { queue: name }) {
    const changed = await withQueue(settings, name, (queue) => queue.resume());
    if (output.isJson) output.json({ queue: name, paused: false, changed });
    else output.line(changed ? `${name} goes on` : `${name} was not paused`);
    return undefined;
  },
});
