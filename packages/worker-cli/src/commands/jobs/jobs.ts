// `longshore jobs …`: what is done with the jobs of a queue.
import { defineGroup } from '../define-command.js';
import { list } from './list.js';
import { reschedule } from './reschedule.js';
import { show } from './show.js';
import { cancel, promote, remove, retry } from './steer.js';

export const jobs = defineGroup('jobs', 'List, show, retry, cancel, promote, reschedule and remove jobs', [
  list,
  show,
  retry,
  cancel,
  promote,
  reschedule,
  remove,
]);
