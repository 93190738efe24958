// docs/cli.md as its test reads it: what each command's help prints, and what people see when they run commands.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './code-blocks.js';

const FILE = join(ROOT, 'docs', 'cli.md');
const HELP = /^<!-- help: (.+?) -->\n```text\n(.*?)^```$/gms;
const CONSOLE = /^```console\n(.*?)^```$/gms;

/** A command and what it prints; see `fits`. One that ends in `&` runs until the end of its block, and what it prints is not shown. */
export interface Sample {
  readonly command: string;
  readonly lines: readonly string[];
  /** The line of the document. */
  readonly line: number;
}

const read = () => readFile(FILE, 'utf8');

/** The help of each command as the document has it. */
export async function writtenHelp(): Promise<Map<string, string>> {
  return new Map([...(await read()).matchAll(HELP)].map(([, command = '', text = '']) => [command, text]));
}

/** Puts what commands print now in place of what the document has. */
export async function rewriteHelp(printed: ReadonlyMap<string, string>): Promise<void> {
  const text = await read();
  await writeFile(
    FILE,
    text.replace(HELP, (block, command: string) => {
      const help = printed.get(command);
      return help === undefined ? block : `<!-- help: ${command} -->\n\`\`\`text\n${help}\`\`\``;
    }),
  );
}

/** The blocks of samples in the order of the document. Each begins with `$ command`; a line `^C` is typed, not printed. */
export async function samples(): Promise<Sample[][]> {
  const text = await read();
  return [...text.matchAll(CONSOLE)].map((found) => {
    const line = text.slice(0, found.index).split('\n').length + 1;
    const parts = (found[1] ?? '').trimEnd().split(/^\$ /m).slice(1);
    return parts.map((part) => {
      const [command = '', ...lines] = part.trimEnd().split('\n');
      return { command, lines, line };
    });
  });
}

/** Whether what is printed is what is written: `…` stands for anything in a line, alone for any lines; the width of columns does not count. */
export function fits(written: readonly string[], printed: readonly string[]): boolean {
  const squeeze = (text: string) => text.trimEnd().replace(/ {2,}/g, '  ');
  const plain = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = written
    .map((line) => (line === '…' ? '(?:.*\n)*?' : `${squeeze(line).split('…').map(plain).join('.*')}\n`))
    .join('');
  return new RegExp(`^${pattern}$`).test(printed.map((line) => `${squeeze(line)}\n`).join(''));
}

/** Splits a command as a shell does where there is nothing but words and quotes. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((found) => found[1] ?? found[2] ?? found[3] ?? '');
}
