// The progress of a job, seen from outside: a notice board that ends with the job.

import { readWatch, type WatchOptions, watchNotices } from '../boards/watch-notices.js';
import { type Notice, readNotice } from '../redis/read-notice.js';
import type { Untyped } from '../untyped.js';
import type { QueueLink } from './queue-link.js';

export class JobProgressBoard<T = Untyped> {
  readonly #link: QueueLink;
  readonly #id: string;

  constructor(link: QueueLink, id: string) {
    this.#link = link;
    this.#id = id;
  }

  /** The last progress; undefined when none was posted, or when the job is no longer kept. */
  async read(): Promise<Notice<T> | undefined> {
    return readNotice<T>(this.#link.connection, this.#link.keys.run(this.#id), 'progress');
  }

  /**
   * The current progress first, if there is one, then each newer one; ends when the job does.
   *
   * @example for await (const { value } of job.progress.watch()) console.log(value.percent);
   */
  watch(options: WatchOptions = {}): AsyncIterableIterator<Notice<T>> {
    const { subscriber, keys, results } = this.#link;
    return watchNotices<T>(
      {
        subscriber,
        channel: keys.notice(this.#id),
        read: () => this.read(),
        onEnd: (callback) => {
          const stopWaiting = results.wait(this.#id, callback);
          const offClose = this.#link.onClose(callback);
          return () => {
            stopWaiting();
            offClose();
          };
        },
      },
      readWatch(options),
    );
  }
}
