// What a figure is worth nothing without: versions, machine, date.
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { startRedis } from '@longshore/embedded-redis';

export interface Environment {
  readonly date: string;
  readonly node: string;
  readonly redis: string;
  readonly os: string;
  readonly cpu: string;
  readonly packages: Readonly<Record<string, string>>;
}

const PACKAGES = {
  longshore: '@longshore/core',
  bullmq: 'bullmq',
  'bull-board': '@bull-board/api',
  'bee-queue': 'bee-queue',
  ioredis: 'ioredis',
};

export async function describeEnvironment(): Promise<Environment> {
  const redis = await startRedis({ persistence: 'none' });
  await redis.stop();
  const processors = cpus();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    redis: `${redis.kind === 'valkey' ? 'Valkey' : 'Redis'} ${redis.version}`,
    os: `${distribution() ?? type()}, ${type()} ${release()}`,
    cpu: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, ${gibibytes} GiB`,
    packages: Object.fromEntries(Object.entries(PACKAGES).map(([name, dependency]) => [name, versionOf(dependency)])),
  };
}

function versionOf(dependency: string): string {
  try {
    const manifest = new URL(`../node_modules/${dependency}/package.json`, import.meta.url);
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
  } catch {
    return 'not installed';
  }
}

function distribution(): string | undefined {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  } catch {
    return undefined; // not a Linux
  }
}
