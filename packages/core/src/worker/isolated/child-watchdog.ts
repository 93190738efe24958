// A thread in the process of an isolated handler: when the worker's process is gone, it kills this one and whatever it
// has started. A thread, because the handler may be in a loop that lets nothing else run.
import { parentPort, workerData } from 'node:worker_threads';
import { signalGroup } from './process-group.js';

const WATCH_MS = 250;
const { parent } = workerData as { readonly parent: number };

setInterval(() => {
  // Whoever loses its parent is given another.
  if (process.ppid !== parent) signalGroup(process.pid, 'SIGKILL');
}, WATCH_MS);
parentPort?.postMessage('watching');
