import { runCommand } from '../run-command.mjs';
import { checkLockFile } from './check-lock-file.mjs';
import { checkMachineTraces } from './check-machine-traces.mjs';
import { packagingChecks } from './packaging-checks.mjs';

/**
 * What is checked besides the tests. Each counts as one test: it passes with code 0, and its output is shown otherwise.
 *
 * @returns {Promise<{ name: string, run: () => Promise<{ code: number, output: string }> }[]>}
 */
export async function allChecks() {
  return [
    { name: 'lint and format', run: () => runCommand('biome', ['check', '--error-on-warnings']) },
    {
      name: 'import boundaries',
      run: () => runCommand('biome', ['lint', '--only=style/noRestrictedImports', '--only=suspicious/noImportCycles']),
    },
    { name: 'types', run: () => runCommand('turbo', ['run', 'typecheck', '--continue', '--output-logs=errors-only']) },
    { name: 'dead code', run: () => runCommand('knip', ['--no-progress', '--no-config-hints']) },
    { name: 'duplicate code', run: () => runCommand('jscpd', ['--config', '.jscpd.json', '--exit-code', '1']) },
    { name: 'lock file names no registry', run: checkLockFile },
    { name: 'no traces of a machine', run: checkMachineTraces },
    ...(await packagingChecks()),
  ];
}
