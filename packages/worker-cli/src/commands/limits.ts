// `longshore limits QUEUE`: shows and changes what holds over all workers and producers of a queue.
import type { CurrentLimits, LimitChanges } from '@longshore/core';
import type { Argv } from 'yargs';
import { grouped } from '../print/text.js';
import { spanOf } from '../print/time.js';
import { durationOf, wholeNumber, word } from '../settings/values.js';
import { UsageError } from '../usage-error.js';
import { defineCommand } from './define-command.js';
import { withKnownQueue } from './open-queue.js';
import { oneValue, readOption, said } from './read-option.js';

/** Takes a limit away. */
const NONE = 'none';
const MOST = 1_000_000_000;

interface TypedLimits {
  readonly rate?: string | undefined;
  readonly concurrency?: string | undefined;
  readonly depth?: string | undefined;
  readonly 'on-full'?: string | undefined;
}

export const limits = defineCommand({
  command: 'limits <queue>',
  describe: 'Show or change the limits of a queue',
  build: (yargs: Argv) =>
    yargs
      .positional('queue', { type: 'string', demandOption: true, describe: 'its name' })
      .option('rate', oneValue('how many jobs may start in which time, such as 100/1m; or none'))
      .option('concurrency', oneValue('how many may run at once, over all workers; or none'))
      .option('depth', oneValue('how many may wait; or none'))
      .option('on-full', oneValue('what then becomes of jobs: reject the new, or drop-oldest [reject]'))
      .example('$0 limits mail', 'what is set')
      .example('$0 limits mail --rate 100/1m --concurrency 5', 'sets two')
      .example('$0 limits mail --rate none', 'takes one away'),
  async run({ settings, output }, given) {
    const changes = readLimits(given);
    const set = await withKnownQueue(settings, given.queue, (queue) =>
      Object.keys(changes).length === 0 ? queue.limits.get() : queue.limits.set(changes),
    );
    const { rate = null, concurrency = null, depth = null } = set;
    if (output.isJson) output.json({ queue: given.queue, rate, concurrency, depth });
    else
      output.table(
        linesOf(set),
        [
          { title: 'limit', value: ([limit]) => limit },
          { title: 'is', value: ([, is]) => is, style: ([, is]) => (is === NONE ? 'dim' : undefined) },
        ],
        '',
      );
    return undefined;
  },
});

function linesOf({ rate, concurrency, depth }: CurrentLimits): [limit: string, is: string][] {
  const full = depth?.onFull === 'dropOldest' ? 'the oldest is dropped' : 'new ones are refused';
  return [
    ['rate', rate ? `${grouped(rate.max)} in ${spanOf(rate.per)}` : NONE],
    ['concurrency', concurrency === undefined ? NONE : grouped(concurrency)],
    ['depth', depth ? `${grouped(depth.max)}, then ${full}` : NONE],
  ];
}

/** @throws {UsageError} naming the option */
export function readLimits(typed: TypedLimits): LimitChanges {
  const words = { reject: 'reject', 'drop-oldest': 'dropOldest' } as const;
  const full = readOption('--on-full', word('reject', 'drop-oldest'), typed['on-full']);
  const max = orNone('--depth', 0, typed.depth);
  if (full !== undefined && typeof max !== 'number') throw new UsageError('--on-full: expected a --depth with it');
  return said({
    rate: readRate(typed.rate),
    concurrency: orNone('--concurrency', 1, typed.concurrency),
    depth: typeof max === 'number' ? { max, ...said({ onFull: full && words[full] }) } : max,
  });
}

const orNone = (name: string, least: number, typed: string | undefined): number | null | undefined =>
  typed === NONE ? null : readOption(name, wholeNumber(least, MOST), typed);

/** `100/1m`; a time without a number is one of it: `100/m`. */
function readRate(typed: string | undefined): LimitChanges['rate'] {
  if (typed === undefined) return undefined;
  if (typed === NONE) return null;
  const [, max, per] = /^(\d+)\/(.+)$/.exec(typed) ?? [];
  if (max === undefined || per === undefined)
    throw new UsageError(`--rate: expected jobs in a time such as 100/1m, or ${NONE}`);
  return {
    max: readOption('--rate', wholeNumber(1, MOST), max) ?? 0,
    per: readOption('--rate', durationOf(1), /^\d/.test(per) ? per : `1${per}`) ?? 0,
  };
}
