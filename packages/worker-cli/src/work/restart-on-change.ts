// Restarts worker processes when the code of their handlers changes.
import type { Logger } from 'pino';
import { counted } from '../print/text.js';
import { watchCode } from './watch-code.js';

/** More files than this are counted. */
const NAMED_FILES = 3;

/**
 * Resolves once it watches; what that gives ends it.
 *
 * @param paths the modules, absolute
 * @param restart starts new processes and lets the old ones go; one at a time. What changes meanwhile brings another
 *   restart after it, since the new processes may have been started before the change
 */
export async function restartOnChange(
  paths: readonly string[],
  restart: (why: string) => Promise<void>,
  log: Logger,
): Promise<() => Promise<void>> {
  const changed = new Set<string>();
  let isRestarting = false;
  const restartAll = async () => {
    while (changed.size > 0) {
      const files = [...changed];
      changed.clear();
      await restart(describe(files));
    }
  };
  return watchCode(
    paths,
    (files) => {
      for (const file of files) changed.add(file);
      if (isRestarting) return;
      isRestarting = true;
      void restartAll()
        .catch((err) => log.error({ err }, 'could not restart'))
        .finally(() => {
          isRestarting = false;
        });
    },
    (err) => log.error({ err }, 'cannot watch all of the code; send SIGUSR2 to restart'),
  );
}

function describe(files: readonly string[]): string {
  const named = files.slice(0, NAMED_FILES).join(', ');
  const more = files.length - NAMED_FILES;
  return `${named}${more > 0 ? ` and ${counted(more, 'other file')}` : ''} changed`;
}
