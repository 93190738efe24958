// The compiler copies no .lua file: this puts each beside the compiled contract that loads it.
import { cpSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const from = join(here, '../src/scripts');
const to = join(here, '../dist/scripts');
for (const file of readdirSync(from)) if (file.endsWith('.lua')) cpSync(join(from, file), join(to, file));
