import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { findServer } from './find-server.js';

type Command = readonly [program: string, ...words: string[]];

/** A way to install a server, with the commands in the order in which they run. */
export interface InstallPlan {
  manager: 'apt-get' | 'brew';
  commands: readonly Command[];
}

const STOP_SERVICE =
  'if [ -d /run/systemd/system ]; then systemctl disable --now redis-server; else service redis-server stop || true; fi';
const POLICY_FILE = '/usr/sbin/policy-rc.d';

/**
 * Installs a Redis server with the system's package manager, where that needs nobody's password: as root, with sudo that
 * does not ask, or with Homebrew. Says what it will run before it does. Changes nothing and answers `undefined` elsewhere.
 *
 * @returns the path of the server's binary
 */
export async function installServer(say: (line: string) => void): Promise<string | undefined> {
  const plan = await planInstall();
  if (plan === undefined) return undefined;
  say(`no Redis server here: installing one with ${plan.manager}`);
  await withoutService(plan, async () => {
    for (const command of plan.commands) {
      say(`  ${command.join(' ')}`);
      await run(command);
    }
  });
  return await findServer();
}

/** What would be run on a machine like this one. */
export async function planInstall(
  platform: NodeJS.Platform = process.platform,
  answers: (command: Command) => Promise<boolean> = succeeds,
  isRoot: boolean = process.getuid?.() === 0,
): Promise<InstallPlan | undefined> {
  if (platform === 'darwin' && (await answers(['brew', '--version']))) {
    return { manager: 'brew', commands: [['brew', 'install', 'redis']] };
  }
  if (platform !== 'linux' || !(await answers(['apt-get', '--version']))) return undefined;
  if (!isRoot && !(await answers(['sudo', '-n', 'true']))) return undefined;
  const asRoot = (...words: Command): Command => (isRoot ? words : ['sudo', '-n', ...words]);
  return {
    manager: 'apt-get',
    commands: [
      asRoot('apt-get', 'update', '-qq'),
      asRoot(
        'env',
        'DEBIAN_FRONTEND=noninteractive',
        'apt-get',
        'install',
        '-y',
        '-qq',
        '--no-install-recommends',
        'redis-server',
      ),
      // The package would start a server for the whole system, now and at every boot; nobody asked for that one.
      asRoot('sh', '-c', STOP_SERVICE),
    ],
  };
}

/** Debian starts services at installation unless a policy says no. One that is already there is the system's own business. */
async function withoutService(plan: InstallPlan, work: () => Promise<void>): Promise<void> {
  const ours = plan.manager === 'apt-get' && process.getuid?.() === 0 && !existsSync(POLICY_FILE);
  if (ours) await writeFile(POLICY_FILE, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await work();
  } finally {
    if (ours) await rm(POLICY_FILE, { force: true });
  }
}

async function succeeds([program, ...words]: Command): Promise<boolean> {
  try {
    await promisify(execFile)(program, words);
    return true;
  } catch {
    return false;
  }
}

function run([program, ...words]: Command): Promise<void> {
  return new Promise((resolve, reject) => {
    // Package managers talk a lot; what they say matters only when they fail.
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${[program, ...words].join(' ')} ended with ${code}:\n${said.join('').slice(-2_000)}`));
    });
  });
}
