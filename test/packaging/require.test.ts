import { expect, test } from 'vitest';
import { runScript } from '../support/run-script.js';

test('this Node.js loads @longshore/core by require() without a warning', async () => {
  const script = new URL('./fixtures/require-core.cjs', import.meta.url);
  expect(await runScript(process.execPath, script)).toEqual({ stdout: 'function function\n', stderr: '' });
});
