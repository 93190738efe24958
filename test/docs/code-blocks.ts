import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface CodeBlock {
  /** ts or js. */
  readonly language: string;
  readonly code: string;
  /** The line of its first line in the document, from 1. */
  readonly line: number;
}

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The blocks of a Markdown file that are TypeScript or JavaScript. */
export async function codeBlocksOf(file: string): Promise<CodeBlock[]> {
  const text = await readFile(`${ROOT}${file}`, 'utf8');
  return [...text.matchAll(/^```(ts|js)\n(.*?)^```/gms)].map((found) => ({
    language: found[1] ?? '',
    code: found[2] ?? '',
    line: text.slice(0, found.index).split('\n').length + 1,
  }));
}
