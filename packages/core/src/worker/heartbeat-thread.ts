// The heartbeat, in a thread of its own with a connection of its own: a handler that hogs the event loop does not lose
// its lease. It also watches the main thread. Blocked for a second, it is shown as blocked and what it has not claimed
// goes back; blocked for `maxBlocked` with claims that have not started, the beats stop, so that others get those jobs.
// Blocked while a run is past its time, it ends the process, where that was asked for.
import { parentPort, workerData } from 'node:worker_threads';
import { Connection } from '../redis/connection.js';
import { type QueueKeys, queueKeys } from '../redis/keys.js';
import { beat, giveBack } from '../redis/scripts.js';
import { targetOf } from '../redis/target.js';
import { DeadlinePage } from './deadline-page.js';
import { endBlocked } from './end-blocked.js';
import {
  type BeatFor,
  type FromThread,
  type HeartbeatSetup,
  SharedState,
  type ToThread,
} from './heartbeat-protocol.js';

const BLOCKED_MS = 1000;
const WATCH_MS = 250;

const setup = workerData as HeartbeatSetup;
const shared = new SharedState(setup.memory);
const connection = new Connection(targetOf(setup.seed), {
  name: 'longshore-heartbeat',
  // Several tries fit into a lease.
  deadlineMs: Math.max(250, Math.min(setup.beatMs, setup.leaseMs / 4)),
  check: true,
});
const beats = new Map<string, BeatFor & { readonly keys: QueueKeys }>();
const pages = setup.pages.map((memory) => new DeadlinePage(memory));
let blockedSince = 0;
/** Since when this thread has looked without a pause, and when last. */
let watchingSince = SharedState.now();
let watchedAt = watchingSince;
let troubled = false;
/** The worst that Redis has not heard of. */
let lag = 0;

const tell = (message: FromThread): void => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToThread) => {
  if (message.say === 'watch') {
    beats.set(message.beat.wid, { ...message.beat, keys: queueKeys(message.beat.prefix, message.beat.queue) });
    void beatAll();
  } else if (message.say === 'forget') {
    beats.delete(message.wid);
  } else if (message.say === 'beat') {
    void beatAll();
  } else if (message.say === 'page') {
    pages.push(new DeadlinePage(message.memory));
  } else {
    clearInterval(beating);
    clearInterval(watching);
    connection.close();
    parentPort?.close();
  }
});

const beating = setInterval(() => void beatAll(), setup.beatMs);
const watching = setInterval(watch, WATCH_MS);

async function beatAll(): Promise<void> {
  if (blockedSince > 0 && SharedState.now() - blockedSince > setup.maxBlockedMs && (await holdsBack())) return;
  const sentAt = SharedState.now();
  lag = Math.max(lag, shared.takeLag());
  const told = lag;
  const results = await Promise.allSettled([...beats.values()].map(beatOne));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    // The lease runs on; the next beat tries again. Only the first failure of a row is told.
    if (!troubled) tell({ say: 'trouble', code: failed.reason.code, message: failed.reason.message });
  } else if (beats.size > 0) {
    shared.beatAt = sentAt;
    if (lag === told) lag = 0;
  }
  troubled = failed !== undefined;
}

/** Whether this worker has claims that have not started. A reply that nobody has read may have brought some: Redis knows. */
async function holdsBack(): Promise<boolean> {
  try {
    const counts = [...beats.values()].map(({ keys, wid }) =>
      connection.command((client) => client.hlen(keys.active(wid))),
    );
    const held = (await Promise.all(counts)).reduce<number>((sum, count) => sum + Number(count), 0);
    return held > shared.begun;
  } catch {
    return false;
  }
}

async function beatOne({ keys, wid, handlers, about }: BeatFor & { readonly keys: QueueKeys }): Promise<void> {
  const load = {
    slots: shared.slots,
    busy: shared.busy,
    leaked: shared.leaked,
    memory: process.memoryUsage.rss(),
    lag,
    state: blockedSince > 0 ? 'blocked' : shared.quiet ? 'quiet' : 'alive',
  };
  const alive = await beat.run(connection, keys, {
    wid,
    leaseMs: setup.leaseMs,
    about: `${handlers} ${JSON.stringify({ ...about, ...load })}`,
  });
  if (alive || !beats.has(wid)) return;
  beats.delete(wid);
  tell({ say: 'fenced', wid });
}

function watch(): void {
  const stillMs = SharedState.now() - shared.tickAt;
  if (setup.exitWhenBlocked) endOverdue();
  if (stillMs < BLOCKED_MS) {
    blockedSince = 0;
    return;
  }
  if (blockedSince === 0) {
    blockedSince = shared.tickAt;
    tell({ say: 'blocked', ms: stillMs });
    void beatAll();
  }
  // Not awaited one by one: a failure here is repaired by the next round, 250 ms later.
  for (const { keys, wid } of beats.values()) giveBack.run(connection, keys, { wid }).catch(() => undefined);
}

/** Both must be seen: that the main thread does not move, for a second in which this thread did, and that a run of now is past its time. */
function endOverdue(): void {
  const now = SharedState.now();
  // The process was stopped, or the machine slept: the main thread has its second from here on.
  if (now - watchedAt > BLOCKED_MS) watchingSince = now;
  watchedAt = now;
  const { tickAt } = shared;
  if (now - Math.max(tickAt, watchingSince) < BLOCKED_MS) return;
  for (const page of pages) {
    const overdue = page.findOverdue(now);
    if (overdue && shared.tickAt === tickAt) endBlocked(overdue, now - tickAt);
  }
}
