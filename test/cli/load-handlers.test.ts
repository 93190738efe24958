// What Node.js itself decides when it loads handlers: which files it can read, and what it says of those that are broken.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provideNode24 } from '../support/node-24.js';

const PROGRAM = fileURLToPath(new URL('../programs/load-handlers.mjs', import.meta.url));
const BUILT = new URL('../../packages/worker-cli/dist/work/load-handlers.js', import.meta.url).href;
const TYPED = 'export const mail = { async welcome(job: { data: string }): Promise<string> { return job.data } };';
const FILES = {
  'typed.ts': TYPED,
  'imports-typed.mjs': "export * from './typed.ts';",
  'kinds.ts': '\nexport enum Kind { letter }\nexport const welcome = () => Kind.letter;',
  'unparsed.mjs': '\nexport const welcome = ;',
  'imports-unparsed.mjs': "import './unparsed.mjs';",
  'throws.mjs': '\n\nnull.welcome;',
  'throws.cjs': "\nthrow new TypeError('enough');",
  'throws-text.mjs': "throw 'enough';",
  'imports-nothing.mjs': "import 'longshore-nowhere';",
};

interface Told {
  readonly queues?: object;
  readonly code?: string;
  readonly message?: string;
}

let folder: string;
let byNode24: Map<string, Told>;
let byThisNode: Map<string, Told>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-handlers-'));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
  await mkdir(join(folder, 'folder'));
  byNode24 = await load(await provideNode24());
  byThisNode = await load(process.execPath);
}, 300_000);

afterAll(() => rm(folder, { recursive: true }));

async function load(node: string): Promise<Map<string, Told>> {
  const names = [...Object.keys(FILES), 'folder', 'nowhere.mjs'];
  const words = [PROGRAM, BUILT, ...names.map((name) => join(folder, name))];
  const { stdout } = await promisify(execFile)(node, words, { env: { PATH: process.env['PATH'] ?? '' } });
  const told = JSON.parse(stdout) as Told[];
  return new Map(names.map((name, i) => [name, told[i] ?? {}]));
}

describe('TypeScript', () => {
  const canStrip = Boolean(process.features['typescript' as keyof typeof process.features]);

  it('is loaded where Node.js can', () => {
    expect(byNode24.get('typed.ts')).toStrictEqual({ queues: { mail: ['welcome'] } });
    expect(byNode24.get('imports-typed.mjs')).toStrictEqual({ queues: { mail: ['welcome'] } });
  });

  it.runIf(!canStrip).each(['typed.ts', 'imports-typed.mjs'])('is refused with advice where it cannot: %s', (name) => {
    const { code, message } = byThisNode.get(name) ?? {};
    expect(code).toBe('ERR_HANDLERS_TYPESCRIPT');
    expect(message).toMatch(/does not run TypeScript: use Node\.js 22\.18 or newer, or NODE_OPTIONS='--import tsx'/);
  });

  it('that needs more than its types removed is refused with its place', () => {
    const { code, message } = byNode24.get('kinds.ts') ?? {};
    expect(code).toBe('ERR_HANDLERS_TYPESCRIPT');
    expect(message).toContain(`(at ${join(folder, 'kinds.ts')}:2); write it without`);
  });
});

describe('a module that does not load says why', () => {
  it.each([
    ['nowhere.mjs', 'ERR_HANDLERS_NOT_FOUND', 'there is no such file'],
    ['folder', 'ERR_HANDLERS_NOT_FOUND', 'is a folder; name a module in it'],
    ['unparsed.mjs', 'ERR_HANDLERS_FAILED', "SyntaxError: Unexpected token ';' (at PATH:2)"],
    ['imports-unparsed.mjs', 'ERR_HANDLERS_FAILED', "Unexpected token ';' (in a module that it imports)"],
    ['throws.mjs', 'ERR_HANDLERS_FAILED', "(reading 'welcome') (at PATH:3:6)"],
    ['throws.cjs', 'ERR_HANDLERS_FAILED', 'failed to load: TypeError: enough (at PATH:2:7)'],
    ['throws-text.mjs', 'ERR_HANDLERS_FAILED', 'failed to load: enough'],
    ['imports-nothing.mjs', 'ERR_HANDLERS_FAILED', "Cannot find package 'longshore-nowhere'"],
  ])('%s', (name, code, message) => {
    const path = join(folder, name);
    for (const told of [byThisNode.get(name), byNode24.get(name)]) {
      expect(told?.code).toBe(code);
      expect(told?.message).toContain(`${path}: `);
      expect(told?.message).toContain(message.replace('PATH', path));
    }
  });
});
