import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Rules that cannot fail prove nothing: each boundary is crossed once here, in a folder with the workspace's own rules.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CORE = 'packages/core/src';

interface Violation {
  file: string;
  imports: string;
  reason: string;
}

const VIOLATIONS: readonly Violation[] = [
  { file: `${CORE}/job/a.ts`, imports: '../redis/keys.js', reason: 'lowest layer' },
  { file: `${CORE}/job/b.ts`, imports: '../queue/queue.js', reason: 'lowest layer' },
  { file: `${CORE}/clock.ts`, imports: './observe/logger.js', reason: 'lowest layer' },
  { file: `${CORE}/duration.ts`, imports: './index.js', reason: 'lowest layer' },
  { file: `${CORE}/redis/a.ts`, imports: '../boards/channel.js', reason: 'who calls the store' },
  { file: `${CORE}/redis/scripts/a.ts`, imports: '../../worker/worker.js', reason: 'who calls the store' },
  { file: `${CORE}/boards/a.ts`, imports: '../worker/worker.js', reason: 'below workers' },
  { file: `${CORE}/observe/a.ts`, imports: '../inspect/counts.js', reason: 'below workers' },
  { file: `${CORE}/worker/a.ts`, imports: '../inspect/counts.js', reason: 'worker/ never imports inspect/' },
  { file: `${CORE}/worker/deep/b.ts`, imports: '../../inspect/counts.js', reason: 'worker/ never imports inspect/' },
  { file: `${CORE}/worker/c.ts`, imports: '../queue/queue.js', reason: 'worker/ lies below queue/' },
  { file: `${CORE}/inspect/a.ts`, imports: '../worker/worker.js', reason: 'never reaches into a worker' },
  { file: `${CORE}/inspect/b.ts`, imports: '../queue/queue.js', reason: 'inspect/ lies below queue/' },
  { file: `${CORE}/queue/a.ts`, imports: '../index.js', reason: 'index.ts is for users' },
  { file: 'packages/embedded-redis/src/a.ts', imports: '@longshore/core', reason: 'knows nothing of jobs' },
  { file: 'packages/client/src/a.ts', imports: '@longshore/core', reason: 'speaks HTTP alone' },
  { file: 'packages/dashboard-ui/src/a.ts', imports: '@longshore/core', reason: 'The page sees the client only' },
  { file: 'packages/dashboard-api/src/a.ts', imports: '@longshore/worker-cli', reason: 'must run inside any program' },
  { file: 'packages/worker-cli/src/a.ts', imports: '@longshore/core/dist/index.js', reason: 'public name' },
  { file: 'packages/worker-cli/src/b.ts', imports: '../../core/src/index.js', reason: 'imported by its name' },
  { file: 'test/roles/a.ts', imports: '../../packages/core/dist/index.js', reason: 'imported by its name' },
];

const CYCLE = [
  { file: `${CORE}/worker/there.ts`, text: "import type { Back } from './back.js';\nexport type There = Back;\n" },
  { file: `${CORE}/worker/back.ts`, text: "import type { There } from './there.js';\nexport type Back = There;\n" },
];

const ALLOWED = [
  { file: `${CORE}/queue/fine.ts`, imports: '../inspect/counts.js' },
  { file: `${CORE}/worker/fine.ts`, imports: '../redis/scripts/take.js' },
  { file: `${CORE}/index.ts`, imports: './queue/queue.js' },
  { file: 'packages/worker-cli/src/fine.ts', imports: '@longshore/core' },
  { file: 'packages/dashboard-ui/src/fine.ts', imports: '@longshore/client' },
];

let folder: string;
let findings: { file: string; rule: string; message: string }[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-boundaries-'));
  for (const name of ['biome.json', 'biome.boundaries.json']) await copyFile(join(ROOT, name), join(folder, name));
  for (const { file, imports } of [...VIOLATIONS, ...ALLOWED]) await plant(file, `import '${imports}';\n`);
  for (const { file, text } of CYCLE) await plant(file, text);
  findings = await lint();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function plant(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

async function lint(): Promise<typeof findings> {
  const words = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json'];
  const biome = join(ROOT, 'node_modules/.bin/biome');
  const { stdout } = await promisify(execFile)(biome, words, { cwd: folder }).catch((failed) => failed);
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { category: string; message: string; location: { path: string } }[];
  };
  return diagnostics.map(({ category, message, location }) => ({ file: location.path, rule: category, message }));
}

test.each(VIOLATIONS)('$file may not import $imports', ({ file, reason }) => {
  expect(findings).toContainEqual({
    file,
    rule: 'lint/style/noRestrictedImports',
    message: expect.stringContaining(reason),
  });
});

test.each(ALLOWED)('$file may import $imports', ({ file }) => {
  expect(findings.filter((finding) => finding.file === file && finding.rule.includes('Restricted'))).toEqual([]);
});

test('a circle is found, also one of types alone', () => {
  const circular = findings.filter(({ rule }) => rule === 'lint/suspicious/noImportCycles').map(({ file }) => file);
  expect(circular.sort()).toEqual(CYCLE.map(({ file }) => file).sort());
});
