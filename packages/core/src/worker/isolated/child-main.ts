// The program of an isolated handler's process: `child-main <module> <process id of the worker>`.
// 1. starts the watchdog, and only then loads the module, which may do anything;
// 2. runs one job after the other as the worker says;
// 3. told to stop (with a reason over the channel, without one by SIGTERM), aborts the job's signal;
// 4. ends when it is told to, and at once, with all that it has started, when the worker is gone.
import { once } from 'node:events';
import { Worker as Thread } from 'node:worker_threads';
import { type AbortReason, JobAbortedError, UnrecoverableError } from '../../errors.js';
import { checkSize } from '../../job/json-value.js';
import { ChildJob } from './child-job.js';
import type { FromChild, JobFields, JobMethod, PackedError, ToChild } from './ipc-protocol.js';
import { packError, unpackError } from './packed-error.js';
import { signalGroup } from './process-group.js';

type Run = (job: ChildJob) => unknown;
interface Waiter {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** By convention 128 and the number of SIGTERM. */
const ENDED_BY_TERM = 143;
/** The reason for a SIGTERM of the worker's comes over the channel, about when the signal does. */
const REASON_MS = 100;

const [moduleUrl = '', parent = ''] = process.argv.slice(2);
const calls = new Map<number, Waiter>();
let handler: Run | undefined;
let current: { readonly number: number; readonly id: string; readonly controller: AbortController } | undefined;
let callCount = 0;

process.on('disconnect', () => signalGroup(process.pid, 'SIGKILL'));
process.on('SIGTERM', terminated);
process.on('message', (message) => heard(message as ToChild));
// Noted only: the process ends as it would without this.
process.on('uncaughtExceptionMonitor', (error) => tell({ say: 'crashing', error: packError(error) }));

// If it fails, its error ends this process: nothing runs here unwatched.
const watchdog = new Thread(new URL('./child-watchdog.js', import.meta.url), {
  workerData: { parent: Number(parent) },
  execArgv: [],
});
watchdog.unref();
await once(watchdog, 'message');
try {
  handler = await load();
  tell({ say: 'ready' });
} catch (error) {
  tell({ say: 'unfit', problem: packError(error).message });
}

async function load(): Promise<Run> {
  const { default: first, run } = (await import(moduleUrl)) as { default?: unknown; run?: unknown };
  const found = [first, run].find((exported) => typeof exported === 'function');
  if (!found) throw new Error('it exports no function as default or run');
  return found as Run;
}

/** What cannot be sent was meant for a worker that is gone, and its end ends this process. */
function tell(message: FromChild): void {
  process.send?.(message, undefined, undefined, () => undefined);
}

function heard(message: ToChild): void {
  switch (message.say) {
    case 'run':
      void runJob(message.run, message.job);
      break;
    case 'abort':
      if (message.run === current?.number) abort(message.reason);
      break;
    case 'answer':
      answered(message.call, message.value, message.error);
      break;
    case 'end':
      process.exit(0);
  }
}

async function runJob(number: number, fields: JobFields): Promise<void> {
  const controller = new AbortController();
  current = { number, id: fields.id, controller };
  const job = new ChildJob(fields, controller.signal, (method, argument) => callWorker(number, method, argument));
  try {
    const json = resultJson(await handler?.(job));
    tell({ say: 'done', run: number, ...(json === undefined ? {} : { json }) });
  } catch (error) {
    tell({ say: 'failed', run: number, error: packError(error) });
  } finally {
    current = undefined;
  }
}

/** The rules for the results of all handlers, kept before anything large is sent. */
function resultJson(result: unknown): string | undefined {
  try {
    const json = JSON.stringify(result) as string | undefined;
    if (json !== undefined) checkSize(json, 'result');
    return json;
  } catch (cause) {
    const { message } = packError(cause);
    throw new UnrecoverableError(`the handler's result cannot be stored: ${message}`, { cause });
  }
}

function callWorker(run: number, method: JobMethod, argument: unknown): Promise<unknown> {
  callCount += 1;
  const call = callCount;
  return new Promise((resolve, reject) => {
    calls.set(call, { resolve, reject });
    tell({ say: 'call', run, call, method, argument });
  });
}

function answered(call: number, value: unknown, error: PackedError | undefined): void {
  const waiter = calls.get(call);
  calls.delete(call);
  if (error) waiter?.reject(unpackError(error));
  else waiter?.resolve(value);
}

function terminated(): void {
  if (!current) process.exit(ENDED_BY_TERM);
  const { number } = current;
  setTimeout(() => number === current?.number && abort('shutdown'), REASON_MS);
}

function abort(reason: AbortReason): void {
  if (current?.controller.signal.aborted === false) {
    current.controller.abort(new JobAbortedError(current.id, reason));
  }
}
