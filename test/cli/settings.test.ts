import { createRequire } from 'node:module';
import { expect } from 'vitest';
import { HandlerFolder } from '../support/handler-folder.js';
import { runCli } from '../support/run-cli.js';
import { test } from '../support/worker-bed.js';

const ioredis = createRequire(new URL('../../packages/core/package.json', import.meta.url)).resolve('ioredis');

test('a client in the configuration file keeps no command from ending, one that was refused neither', async ({
  server,
}) => {
  await using folder = await HandlerFolder.make({});
  const { port } = new URL(server.url);
  const text = `import { Redis } from ${JSON.stringify(ioredis)};\nexport default { connection: new Redis(${port}, '127.0.0.1') };\n`;
  await folder.write('longshore.config.mjs', text);
  const cwd = folder.path;
  expect(await runCli(['queues', '--json'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  expect(await runCli(['config'], { cwd })).toMatchObject({ code: 0 });
  expect(await runCli(['queues', '--redis-url', server.url], { cwd })).toMatchObject({ code: 0 });
  expect(await runCli(['work', './handlers.js', '--processes', '0'], { cwd })).toMatchObject({ code: 2 });
});

test('what is wrong in a file that was named is told with its key', async () => {
  await using folder = await HandlerFolder.make({});
  await folder.write('mine.json', '{ "processes": "many" }');
  const { code, stderr } = await runCli(['config', '--config', 'mine.json'], { cwd: folder.path });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'longshore: processes in mine.json: expected a whole number from 1 to 1000 (ERR_USAGE)\n',
  });
});

test('an empty LONGSHORE_CONFIG is as good as none', async () => {
  expect(await runCli(['config'], { env: { LONGSHORE_CONFIG: '' } })).toMatchObject({ code: 0, stderr: '' });
});
