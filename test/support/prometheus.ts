// A real Prometheus on a free port of this machine, for a test that asks what it has scraped.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = process.env['LONGSHORE_TEST_PROMETHEUS'] ?? 'prometheus';

/** .ci/install-servers fetches it; whoever has none goes without. */
export const hasPrometheus = spawnSync(PROGRAM, ['--version']).status === 0;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export class Prometheus implements AsyncDisposable {
  private constructor(
    readonly url: string,
    readonly folder: string,
    readonly program: ChildProcess,
  ) {}

  /** @param config as in prometheus.yml; JSON is YAML. It scrapes as soon as it is up. */
  static async start(config: object): Promise<Prometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'longshore-prometheus-'));
    const file = join(folder, 'prometheus.yml');
    await writeFile(file, JSON.stringify(config));
    const address = `127.0.0.1:${await freePort()}`;
    const flags = [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ];
    const program = spawn(PROGRAM, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
    const started = new Prometheus(`http://${address}`, folder, program);
    let said = '';
    const ready = new Promise<void>((resolve, reject) => {
      program.stderr?.on('data', (text) => {
        said += text;
        if (said.includes('Server is ready to receive web requests')) resolve();
      });
      program.once('exit', () => reject(new Error(`Prometheus has ended: ${said}`)));
    });
    await ready.catch(async (error) => {
      await started[Symbol.asyncDispose]();
      throw error;
    });
    return started;
  }

  /** What an expression is now. */
  async query(expression: string): Promise<Sample[]> {
    const answer = await fetch(`${this.url}/api/v1/query?query=${encodeURIComponent(expression)}`);
    const { data, error } = (await answer.json()) as {
      error?: string;
      data: { result: { metric: Record<string, string>; value: [number, string] }[] };
    };
    if (!answer.ok) throw new Error(`Prometheus refuses ${expression}: ${error}`);
    return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.program.exitCode === null) {
      this.program.kill('SIGKILL');
      await once(this.program, 'exit');
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
