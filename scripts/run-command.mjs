import { spawn } from 'node:child_process';
import { ROOT, TOOL_ENVIRONMENT } from './workspace.mjs';

/**
 * Runs a program of the workspace from its root. `shown` sends its output on as it comes; otherwise it is collected.
 *
 * @returns {Promise<{ code: number, output: string }>} both output streams in the order in which they came
 */
export function runCommand(program, words, { shown = false, environment = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      cwd: ROOT,
      env: { ...TOOL_ENVIRONMENT, ...environment },
      stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
    });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

/** The same for a step that must succeed: throws with the output when it does not. */
export async function mustRun(program, words, options) {
  const { code, output } = await runCommand(program, words, options);
  if (code !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${code}\n${output}`);
  return output;
}
