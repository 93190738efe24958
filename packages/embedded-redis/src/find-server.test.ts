import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { binaryNames, findServer } from './find-server.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-find-server-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function plant(name: string, mode = 0o755): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, mode);
  return path;
}

test('Redis comes before Valkey when nothing is asked for', async () => {
  const valkey = await plant('valkey-server');
  expect(await findServer(undefined, folder)).toBe(valkey);
  const redis = await plant('redis-server');
  expect(await findServer(undefined, folder)).toBe(redis);
  expect(await findServer('valkey', folder)).toBe(valkey);
});

test('an absolute path is taken as it is, whatever the PATH says', async () => {
  const own = await plant('my-server');
  expect(await findServer(own, '')).toBe(own);
  expect(await findServer(join(folder, 'absent'), folder)).toBeUndefined();
});

test('a file that cannot be run is not a server', async () => {
  await plant('redis-server', 0o644);
  expect(await findServer('redis', ['', 'relative', folder].join(delimiter))).toBeUndefined();
});

test('any other name is refused', () => {
  expect(() => binaryNames('memcached')).toThrow("server must be 'redis', 'valkey' or an absolute path");
});
