import type { Notice } from '@longshore/core';

/** Collects what a watch says, until it ends. */
export function collect<T>(watch: AsyncIterable<Notice<T>>) {
  const seen: Notice<T>[] = [];
  const ended = (async () => {
    for await (const notice of watch) seen.push(notice);
  })();
  return { seen, ended, values: () => seen.map(({ value }) => value) };
}
