import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Downloads that are no dependency of a package; not committed. */
export const CACHE = join(ROOT, '.cache');

/** What the tools run with: their programs are found before those of the system, and none phones home. */
export const TOOL_ENVIRONMENT = {
  ...process.env,
  PATH: [join(ROOT, 'node_modules', '.bin'), join(CACHE, 'tools', 'node_modules', '.bin'), process.env.PATH].join(
    delimiter,
  ),
  DO_NOT_TRACK: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
};
