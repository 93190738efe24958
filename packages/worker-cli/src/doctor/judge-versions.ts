// Judges the versions of this Node.js and of the workers. Pure.
import { printable } from '../print/text.js';
import { type Finding, finding } from './finding.js';
import { compareVersions } from './holes.js';

const OLDEST_NODE = '20.19.0';

export function judgeNode(version: string): Finding {
  if (compareVersions(version, OLDEST_NODE) >= 0) return finding('Node.js', 'ok', version);
  return finding('Node.js', 'fail', `${version} is too old`, 'upgrade to 20.19 or newer');
}

/** @param workers version → how many live workers have it; a text: why they could not be asked */
export function judgeWorkers(own: string, workers: ReadonlyMap<string, number> | string): Finding {
  if (typeof workers === 'string')
    return finding('Longshore', 'unknown', `the workers could not be asked: ${printable(workers)}`);
  if (workers.size === 0) return finding('Longshore', 'ok', `${own} here, no workers`);
  const counts = [...workers].sort().map(([version, count]) => `${count} × ${printable(version)}`);
  const detail = `${own} here, workers: ${counts.join(', ')}`;
  if (workers.size === 1 && workers.has(own)) return finding('Longshore', 'ok', detail);
  return finding('Longshore', 'warn', detail, 'fine while a new version is rolled out; else bring all to one version');
}
