import { beforeAll, expect, test } from 'vitest';
import { provideNode24 } from '../support/node-24.js';
import { runScript } from '../support/run-script.js';

const INSTALL_WITHIN_MS = 180_000;

let node: string;

beforeAll(async () => {
  node = await provideNode24();
}, INSTALL_WITHIN_MS);

test.each(['import-core.mjs', 'require-core.cjs'])('Node.js 24 runs %s without a warning', async (name) => {
  const script = new URL(`./fixtures/${name}`, import.meta.url);
  expect(await runScript(node, script)).toEqual({ stdout: 'function function\n', stderr: '' });
});
