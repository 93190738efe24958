// docs/cli.md shows what the command line prints: each command's help to the letter (`UPDATE_CLI_HELP=1 npm test --
// test/docs/cli` writes it anew), and samples that are run here, on a queue that the document itself fills.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CliProcess } from '../support/cli-process.js';
import { startServer } from '../support/servers.js';
import { fits, rewriteHelp, type Sample, samples, wordsOf, writtenHelp } from './cli-pages.js';
import { ROOT } from './code-blocks.js';

// Processes take seconds to start where much else runs.
vi.setConfig({ testTimeout: 240_000 });

let server: Awaited<ReturnType<typeof startServer>>;
/** The handlers of the samples are examples. */
const FOLDER = join(ROOT, 'examples');

beforeAll(async () => {
  server = await startServer({});
});

afterAll(async () => {
  await server?.stop();
});

const env = () => ({ LONGSHORE_REDIS_URL: server.url, COLUMNS: '110', NO_COLOR: '1', LONGSHORE_LOG_FORMAT: 'pretty' });

async function printed(args: readonly string[]): Promise<string> {
  await using longshore = new CliProcess(args, { cwd: FOLDER, env: env() });
  await longshore.silent;
  return longshore.output;
}

/** The commands that a help lists. */
function listed(help: string): string[] {
  const section = /^Commands:\n(.*?)\n\n/ms.exec(help)?.[1] ?? '';
  return [...section.matchAll(/^ {2}longshore ((?:[a-z]+ ?)+)/gm)].map(([, command = '']) => command.trim());
}

/** The help of every command, those of groups included. */
async function allHelp(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const visit = async (command: string): Promise<void> => {
    const help = await printed([...wordsOf(command), '--help']);
    found.set(`longshore ${command}`.trim(), `${help.trimEnd()}\n`);
    await Promise.all(
      listed(help)
        .filter((other) => other !== command)
        .map(visit),
    );
  };
  await visit('');
  return found;
}

test('the help of every command stands in docs/cli.md, as it is printed', async () => {
  const help = await allHelp();
  if (process.env['UPDATE_CLI_HELP'] === '1') await rewriteHelp(help);
  const written = await writtenHelp();
  expect([...written.keys()].toSorted()).toEqual([...help.keys()].toSorted());
  for (const [command, text] of help) expect(written.get(command), command).toBe(text);
});

/** Runs a sample as it was typed, and answers the lines that it printed. */
async function run({ command, lines }: Sample): Promise<string[]> {
  const args = wordsOf(command).slice(1);
  // A `dev` that is not told of a Redis starts one.
  const { LONGSHORE_REDIS_URL: url, ...others } = env();
  const given = args[0] === 'dev' ? others : { ...others, LONGSHORE_REDIS_URL: url };
  await using longshore = new CliProcess(args, { cwd: FOLDER, env: given });
  const typed = lines.indexOf('^C');
  if (typed >= 0) {
    await vi.waitUntil(() => longshore.output.split('\n').length > typed, { timeout: 60_000 });
    longshore.signal('SIGINT');
  }
  await longshore.silent;
  return longshore.output === '' ? [] : longshore.output.trimEnd().split('\n');
}

/** One after the other; what runs in the background ends with the block. */
async function runBlock(block: readonly Sample[]): Promise<void> {
  const background: CliProcess[] = [];
  try {
    for (const sample of block) {
      if (sample.command.endsWith(' &')) background.push(await launch(sample));
      else await check(sample);
    }
  } finally {
    for (const longshore of background) {
      longshore.signal('SIGTERM');
      await longshore.exited;
    }
  }
}

async function launch({ command }: Sample): Promise<CliProcess> {
  const longshore = new CliProcess(wordsOf(command).slice(1, -1), { cwd: FOLDER, env: env() });
  await longshore.said(/longshore \S+ runs /);
  return longshore;
}

async function check(sample: Sample): Promise<void> {
  const { command, lines, line } = sample;
  const output = await run(sample);
  const written = lines.filter((text) => text !== '^C');
  if (!fits(written, output)) expect(output.join('\n'), `docs/cli.md:${line}: ${command}`).toBe(written.join('\n'));
}

test('the samples of docs/cli.md are what the commands print', async () => {
  const blocks = await samples();
  expect(blocks.flat().length).toBeGreaterThan(25);
  for (const block of blocks) await runBlock(block);
});

test('docs/cli.md has a row for every code of the command line, and no other', async () => {
  const folder = join(ROOT, 'packages', 'worker-cli', 'src');
  const files = (await readdir(folder, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const sources = (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
  const own = [...sources.matchAll(/(?:CommandError\(\s*|readonly code = )'(ERR_[A-Z_]+)'/g)].map(([, code]) => code);
  const rows = [...(await readFile(join(ROOT, 'docs', 'cli.md'), 'utf8')).matchAll(/^\| `(ERR_[A-Z_]+)` /gm)];
  expect(rows.map(([, code]) => code).toSorted()).toEqual([...new Set(own)].toSorted());
});

test('what is written fits what it stands for, and nothing else', () => {
  expect(fits(['mail  3 waiting'], ['mail     3 waiting  '])).toBe(true);
  expect(fits(['id …, pid …'], ['id a1, pid 77'])).toBe(true);
  expect(fits(['first', '…', 'last'], ['first', 'second', 'third', 'last'])).toBe(true);
  expect(fits(['first', '…', 'last'], ['first', 'last', 'more'])).toBe(false);
  expect(fits(['mail  3 waiting'], ['mail  4 waiting'])).toBe(false);
  expect(fits(['a.c'], ['abc'])).toBe(false);
  expect(fits([], ['something'])).toBe(false);
  expect(wordsOf(`longshore add mail welcome '{"to": "a b"}' --delay 5m`)).toEqual([
    'longshore',
    'add',
    'mail',
    'welcome',
    '{"to": "a b"}',
    '--delay',
    '5m',
  ]);
});
