// The example of a module with handlers, as its head says to run it.
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { CliProcess } from '../support/cli-process.js';
import { runCli } from '../support/run-cli.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

vi.setConfig({ testTimeout: 180_000 });

test('mail.mjs runs in longshore dev, and its jobs are added from another terminal', async () => {
  await using dev = new CliProcess(['dev', 'examples/handlers/mail.mjs'], { cwd: ROOT });
  const [, url = ''] = await dev.said(/--redis-url (redis:\/\/\S+)/);
  expect(dev.output).toContain('runs mail, housekeeping in 1 process');
  const result = async (...words: string[]) => {
    const { code, stdout, stderr } = await runCli(['add', ...words, '--wait', '--redis-url', url]);
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout);
  };
  expect(await result('mail', 'welcome', '{"to":"ada@example.com"}')).toEqual({ id: 'mail-to-ada@example.com' });
  expect(await result('mail', 'digest', '{"letters":3}')).toEqual({ letters: 3 });
  expect(await result('housekeeping', 'sweep', '{}')).toEqual({ swept: 0 });
  dev.signal('SIGINT');
  expect(await dev.exited).toEqual({ code: 0, signal: null });
});
