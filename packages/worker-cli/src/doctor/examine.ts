// Examines a server and the way to it: asks first, then judges.
import { printable } from '../print/text.js';
import { addressOf } from '../settings/address-of.js';
import type { Settings } from '../settings/settings.js';
import { version } from '../version.js';
import { askRedis } from './ask-redis.js';
import { askWorkers } from './ask-workers.js';
import type { Facts } from './facts.js';
import { type Finding, finding } from './finding.js';
import { judgeConnection } from './judge-connection.js';
import { judgeServer } from './judge-server.js';
import { judgeNode, judgeWorkers } from './judge-versions.js';

export async function examine(settings: Settings): Promise<Finding[]> {
  const address = addressOf(settings);
  const node = judgeNode(process.versions.node);
  let facts: Facts;
  try {
    facts = await askRedis(settings);
  } catch (error) {
    return [
      finding('connection', 'fail', `${address.label}: ${printable((error as Error).message)}`, adviceOn(error)),
      node,
    ];
  }
  return [
    finding('connection', 'ok', address.label),
    ...judgeServer(facts),
    ...judgeConnection(facts, address),
    node,
    // Without INFO the client library prints a line of its own for each connection.
    judgeWorkers(version, facts.info ? await askWorkers(settings) : 'INFO is refused'),
  ];
}

function adviceOn(error: unknown): string {
  const { message } = error as Error;
  if (/^(?:NOAUTH|WRONGPASS)|AUTH/.test(message)) return 'correct user name and password of --redis-url';
  if (/ENOTFOUND|EAI_AGAIN/.test(message)) return 'correct the host of --redis-url';
  return 'is Redis running there, and does the way to it lead through a firewall?';
}
