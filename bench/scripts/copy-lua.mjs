// The compiler copies no .lua file: this puts the floor's scripts beside the compiled driver that loads them.
import { cpSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const from = join(here, '../src/drivers');
const to = join(here, '../dist/drivers');
for (const file of readdirSync(from)) if (file.endsWith('.lua')) cpSync(join(from, file), join(to, file));
