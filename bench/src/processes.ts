// `node bench/dist/processes.js`: what `longshore work` takes to start, and what it costs while there is nothing to do.
import { parseArgs } from 'node:util';
import { startRedis } from '@longshore/embedded-redis';
import { describeEnvironment } from './environment.js';
import { type IdleFigures, measureIdle, measureStart } from './processes/measure-work.js';
import { describeRun } from './report/document.js';
import { markdownTable } from './report/table.js';
import { median } from './statistics.js';

const ROUNDS = 7;
const SECONDS = 30;
const PROCESSES = [1, 4];

const { values } = parseArgs({ options: { markdown: { type: 'boolean' } } });

await using server = await startRedis({ persistence: 'none' });
const starts: number[] = [];
for (let round = 0; round < ROUNDS; round++) starts.push(await measureStart(server, round));
const idle: IdleFigures[] = [];
for (const processes of PROCESSES) idle.push(await measureIdle(server, processes, SECONDS));

const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
const head = ['processes', 'CPU %', 'CPU % of Redis', 'commands/s', 'supervisor MiB', 'a worker MiB', 'all MiB (PSS)'];
const lines = idle.map((figures) => [
  String(figures.processes),
  figures.cpuPercent.toFixed(2),
  figures.redisCpuPercent.toFixed(2),
  figures.commandsPerSecond.toFixed(1),
  mebibytes(figures.supervisorBytes),
  mebibytes(figures.workerBytes),
  mebibytes(figures.sumBytes),
]);
const command = `node bench/dist/processes.js${values.markdown ? ' --markdown' : ''}`;
console.log(describeRun(await describeEnvironment(), command, ROUNDS), '\n');
console.log(
  `start to the end of the first job, ms: ${median(starts).toFixed(0)} (${starts.map((ms) => ms.toFixed(0)).join(', ')})\n`,
);
console.log(markdownTable(head, lines, 0));
