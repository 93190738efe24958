// Asks at a constant rate, whether or not answers come: people and monitors do not wait for one another. A request that is
// sent late, because this process was held up or all connections were in use, counts from when it was due. So no slow second
// is left out of the figures, and nothing needs to be corrected afterwards; autocannon keeps a rate by a correction, and tells
// no kinds of requests apart.
import { Agent, get } from 'node:http';
import { setTimeout as rest } from 'node:timers/promises';
import { KINDS, type Kind, MIX, type Paths } from './requests.js';

/** More than a server that keeps up ever needs. */
const CONNECTIONS = 64;
/** Who has no answer by then has none. */
const ANSWER_WITHIN_MS = 30_000;

export interface Asked {
  /** From when it was due to the end of the answer, ms. */
  readonly latencies: Readonly<Record<Kind, number[]>>;
  /** From when it was due to when it was sent, ms. */
  readonly lateness: readonly number[];
  /** Bytes of the answers, all together. */
  readonly bytes: Readonly<Record<Kind, number>>;
  /** What was not answered with 200, by reason. */
  readonly failures: Readonly<Record<string, number>>;
}

export interface Orders {
  readonly base: string;
  readonly paths: Paths;
  readonly perSecond: number;
  readonly seconds: number;
}

export async function askAtRate({ base, paths, perSecond, seconds }: Orders): Promise<Asked> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const latencies = { overview: [] as number[], list: [] as number[], detail: [] as number[] };
  const bytes = { overview: 0, list: 0, detail: 0 };
  const lateness: number[] = [];
  const failures: Record<string, number> = {};
  const turns = { overview: 0, list: 0, detail: 0 };

  const ask = async (kind: Kind, dueAt: number): Promise<void> => {
    const path = paths[kind][turns[kind]++ % paths[kind].length] as string;
    lateness.push(performance.now() - dueAt);
    try {
      const { status, length } = await fetchOne(agent, base + path);
      if (status !== 200) throw new Error(`${status} from ${path}`);
      latencies[kind].push(performance.now() - dueAt);
      bytes[kind] += length;
    } catch (error) {
      const reason = (error as Error).message;
      failures[reason] = (failures[reason] ?? 0) + 1;
    }
  };

  const begunAt = performance.now();
  const outstanding: Promise<void>[] = [];
  for (let i = 0; i < perSecond * seconds; i++) {
    const dueAt = begunAt + (i * 1000) / perSecond;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await rest(waitMs);
    outstanding.push(ask(MIX[i % MIX.length] ?? KINDS[0], dueAt));
  }
  await Promise.all(outstanding);
  agent.destroy();
  return { latencies, lateness, bytes, failures };
}

function fetchOne(agent: Agent, url: string): Promise<{ status: number; length: number }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, timeout: ANSWER_WITHIN_MS }, (response) => {
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, length }));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)));
    request.on('error', reject);
  });
}
