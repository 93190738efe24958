import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../run-command.mjs';
import { ROOT } from '../workspace.mjs';

// Written in pieces, so that this file is not a finding of its own.
const REGISTRIES = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['deb', 'debian', 'org'],
];
const REGISTRY_HOST = new RegExp(REGISTRIES.map((labels) => labels.join('\\.')).join('|'));
// Home folders and the roots of checkouts; never a part of a longer path such as `dist/home/`.
const MACHINE_PATH = /(?<![\w.@$)}\]*-])\/(?:home|Users|root|work|builds)\/[\w.-]+/;
const TEXT = /\.(?:[cm]?[jt]sx?|json|ya?ml|lua|md|sh|html|css|svg)$|^\.ci\/|^\.[a-z]+$/;

/** What is committed must mean the same on every machine: no path of this one, and no address of its package registry. */
export async function checkMachineTraces() {
  const listed = await mustRun('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  const findings = [];
  for (const file of listed.split('\0').filter((name) => TEXT.test(name))) {
    // A file that is listed may have been deleted since.
    const text = await readFile(join(ROOT, file), 'utf8').catch(() => '');
    for (const { line, trace } of tracesIn(text)) findings.push(`${file}:${line}: ${trace}`);
  }
  return { code: findings.length === 0 ? 0 : 1, output: findings.join('\n') };
}

/** The first trace of each line that has one. */
export function tracesIn(text, root = ROOT) {
  return text.split('\n').flatMap((content, index) => {
    const trace = MACHINE_PATH.exec(content)?.[0] ?? REGISTRY_HOST.exec(content)?.[0];
    if (trace !== undefined) return [{ line: index + 1, trace }];
    return content.includes(root) ? [{ line: index + 1, trace: root }] : [];
  });
}
