import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Runs a script with a Node.js and answers everything that it printed. Rejects when it fails. */
export async function runScript(node: string, script: URL): Promise<{ stdout: string; stderr: string }> {
  // What this process was started with, a test runner's options among it, is none of the script's business.
  const environment = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  return await promisify(execFile)(node, [fileURLToPath(script)], { env: environment });
}
