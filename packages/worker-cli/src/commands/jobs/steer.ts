// `longshore jobs retry|cancel|promote|remove QUEUE [ID...]`: with ids, or with all jobs that a filter names.
import type { Argv } from 'yargs';
import { text, wholeNumber } from '../../settings/values.js';
import { UsageError } from '../../usage-error.js';
import { defineCommand } from '../define-command.js';
import { withKnownQueue } from '../open-queue.js';
import { oneValue, readOption } from '../read-option.js';
import { CANCEL, type Deed, PROMOTE, REMOVE, RETRY } from './deeds.js';
import { stateWord } from './job-states.js';
import { steerIds } from './steer-ids.js';
import { type Matching, statesOf, steerMatching } from './steer-matching.js';

const FILTERS = ['state', 'name', 'error', 'all', 'limit', 'dry-run', 'yes'] as const;

const build =
  ({ verb, states }: Deed) =>
  (yargs: Argv) =>
    yargs
      .positional('queue', { type: 'string', demandOption: true, describe: 'its name' })
      .positional('id', { type: 'string', array: true, default: [] as string[], describe: 'jobs; or use a filter' })
      .option('state', oneValue(`only jobs of this state: ${states.join(', ')}`))
      .option('name', oneValue('only jobs of this name'))
      .option('error', oneValue('only those whose error or reason contains this'))
      .option('all', { type: 'boolean', describe: 'all jobs that it can be done with' })
      .option('limit', oneValue('how many jobs at most'))
      .option('dry-run', { type: 'boolean', describe: 'only count them' })
      .option('yes', { type: 'boolean', describe: 'do it: without ids it is only counted otherwise' })
      .option('reason', { ...oneValue('why; it is kept with the job'), hidden: verb !== 'cancel' })
      .example(`$0 jobs ${verb} mail welcome-7 welcome-8`, 'two jobs')
      .example(`$0 jobs ${verb} mail --name welcome --yes`, 'all of a name')
      .epilogue('Exit code 3: it was done with some of them. Without ids and without --yes nothing is changed: 2.');

const steering = (deed: Deed) =>
  defineCommand({
    command: `${deed.verb} <queue> [id..]`,
    describe: deed.describe,
    build: build(deed),
    async run({ settings, output }, given) {
      const reason = readOption('--reason', text, given.reason);
      if (reason !== undefined && deed.verb !== 'cancel') throw new UsageError('--reason: only to cancel');
      const { id: ids, queue: name } = given;
      const filter = FILTERS.find((option) => given[option] !== undefined);
      if (ids.length > 0) {
        if (filter !== undefined) throw new UsageError(`--${filter}: not together with ids`);
        return await withKnownQueue(settings, name, (queue) =>
          steerIds(queue, ids, { ...deed, act: (id) => deed.one(queue, id, reason) }, output),
        );
      }
      const matching: Matching = {
        state: readOption('--state', stateWord, given.state),
        name: readOption('--name', text, given.name),
        error: readOption('--error', text, given.error),
        all: given.all === true,
        limit: readOption('--limit', wholeNumber(1), given.limit),
        dryRun: given['dry-run'] === true,
        yes: given.yes === true,
        reason,
      };
      // Before Redis is asked.
      statesOf(deed, matching);
      return await withKnownQueue(settings, name, (queue) => steerMatching(queue, deed, matching, output));
    },
  });

export const retry = steering(RETRY);
export const cancel = steering(CANCEL);
export const promote = steering(PROMOTE);
export const remove = steering(REMOVE);
