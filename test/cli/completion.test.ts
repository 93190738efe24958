import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLI_MAIN, runCli } from '../support/run-cli.js';
import { Terminal } from '../support/terminal.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const isMissing = (shell: Shell): boolean => spawnSync(shell, ['--version']).error !== undefined;

let folder = '';
const script = (shell: Shell): string => join(folder, `longshore.${shell}`);

/** A shell in which `longshore` is on the PATH. Its environment names another shell. */
const environment = () => ({ PATH: `${folder}:${process.env['PATH']}`, HOME: folder, SHELL: '/bin/other-zsh' });
const run = (shell: Shell, ...args: string[]) => {
  const { stdout, stderr } = spawnSync(shell, args, { env: environment(), encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'longshore-completion-'));
  const program = join(folder, 'longshore');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${CLI_MAIN}' "$@"\n`);
  chmodSync(program, 0o755);
  for (const shell of SHELLS) {
    const { code, stdout, stderr } = await runCli(['completion', shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    writeFileSync(script(shell), stdout);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(isMissing('bash'))('bash completes commands and flags', () => {
  const complete = (...words: string[]) =>
    run(
      'bash',
      '--norc',
      '-c',
      `source '${script('bash')}'
      COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
      _longshore_yargs_completions; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p longshore`,
    );
  const registered = expect.stringMatching(/^complete .*-F _longshore_yargs_completions longshore$/);
  expect(complete('longshore', 'pau')).toEqual(['pause', registered]);
  expect(complete('longshore', 'top', '--so')).toEqual(['--sort', registered]);
  expect(complete('longshore', 'completion', 'z')).toEqual(['zsh', registered]);
});

test.skipIf(isMissing('fish'))('fish completes commands and flags, and says what they do', () => {
  const complete = (line: string) =>
    run('fish', '--no-config', '-c', `source '${script('fish')}'; complete -C '${line}'`);
  expect(complete('longshore pau')).toEqual(['pause\tLet no job of a queue start']);
  expect(complete('longshore top --so')).toEqual([expect.stringMatching(/^--sort\t/)]);
});

test.skipIf(isMissing('zsh'))('zsh completes at its prompt', async () => {
  const terminal = new Terminal(['-f', '-i'], { program: ['zsh'], env: { ...environment(), SHELL: '/bin/sh' } });
  terminal.type(`PS1='ready> '; autoload -Uz compinit; compinit -u -D; source '${script('zsh')}'\n`);
  await terminal.shown(/ready> $/);
  terminal.forget();
  terminal.type('longshore pau\t');
  await terminal.shown(/ongshore pause $/);
  terminal.type('\u0015exit\n');
  expect(await terminal.exitCode()).toBe(0);
});

describe('without a word', () => {
  test.for([
    ['/usr/bin/zsh', '#compdef longshore'],
    ['/bin/bash', 'complete -o bashdefault'],
    ['/usr/bin/fish', 'complete -f -c longshore'],
  ] as const)('the script is for %s', async ([shell, part]) => {
    const { code, stdout } = await runCli(['completion'], { env: { SHELL: shell } });
    expect(stdout).toContain(part);
    expect(code).toBe(0);
  });

  test('another shell is a fault of the call', async () => {
    const outcome = await runCli(['completion'], { env: { SHELL: '/bin/dash' } });
    expect(outcome).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('bash, zsh, fish') });
    expect(await runCli(['completion', 'csh'])).toMatchObject({ code: 2, stdout: '' });
  });
});
