// A process of its own, between the caller and the server:
// 1. makes the server's folder, writes its configuration, which is the first line of the input as a JSON text, into it and
//    tells where it is;
// 2. starts the server whenever a line says `start`, and tells when it has started and ended;
// 3. when the input closes, whether because the caller asked for the end or because it died, kill -9 included, it kills
//    the server, removes the folder and ends.
// Server and folder are its own from the first moment, so whenever the caller dies, nothing is left behind, and the
// server's process id cannot be somebody else's. It sits in a session of its own: Ctrl-C in a terminal reaches neither it
// nor the server.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [binary] = process.argv.slice(2);
if (binary === undefined) throw new Error('usage: watcher <binary>');

// Readable by nobody else: that is how mkdtemp makes it.
const folder = mkdtempSync(join(tmpdir(), 'longshore-redis-'));
const log = openSync(join(folder, 'server.log'), 'a', 0o600);
const configFile = join(folder, 'server.conf');
let configured = false;
let server: ChildProcess | undefined;
let ending = false;

function say(message: object): void {
  // The caller may be gone; its end is noticed on the input.
  if (process.stdout.writable) process.stdout.write(`${JSON.stringify(message)}\n`);
}

function obey(line: string): void {
  if (ending) return;
  if (!configured) {
    configured = true;
    writeFileSync(configFile, JSON.parse(line), { mode: 0o600 });
    say({ is: 'ready', folder });
  } else if (line === 'start' && server === undefined) {
    startServer(binary as string);
  }
}

function startServer(program: string): void {
  // The folder it runs in is where a server keeps its data.
  const started = spawn(program, [configFile], { cwd: folder, stdio: ['ignore', log, log] });
  server = started;
  started.once('spawn', () => say({ is: 'started', pid: started.pid }));
  started.once('error', (error) => {
    server = undefined;
    say({ is: 'ended', how: error.message });
  });
  started.once('exit', (code, signal) => {
    server = undefined;
    say({ is: 'ended', how: signal ?? `exit code ${code}` });
    if (ending) leave();
  });
}

function end(): void {
  if (ending) return;
  ending = true;
  if (server === undefined) leave();
  else server.kill('SIGKILL');
}

function leave(): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.exit(0);
}

process.stdout.on('error', () => {});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
createInterface({ input: process.stdin }).on('line', obey).on('close', end);
