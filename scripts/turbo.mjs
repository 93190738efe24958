// `turbo` as the workspace runs it: it needs pnpm, which a machine may have in the cache folder alone.
import { runCommand } from './run-command.mjs';

const { code } = await runCommand('turbo', process.argv.slice(2), { shown: true });
process.exitCode = code;
