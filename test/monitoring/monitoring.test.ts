// The files of examples/monitoring, and the table of docs/guide/monitoring.md, against what the API and the workers expose.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, vi } from 'vitest';
import { parse } from 'yaml';
import { ApiBed } from '../support/api-bed.js';
import { CliProcess } from '../support/cli-process.js';
import { HealthLink } from '../support/health-link.js';
import { hasPromtool, runPromtool } from '../support/promtool.js';
import { test as base } from '../support/server-test.js';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const FOLDER = fromRoot('examples/monitoring/');
const HANDLERS = fromRoot('examples/handlers/mail.mjs');
const read = (name: string): Promise<string> => readFile(join(FOLDER, name), 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

async function alerts(): Promise<Rule[]> {
  const { groups } = parse(await read('alerts.yml')) as { groups: { rules: Rule[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

async function dashboardExpressions(): Promise<string[]> {
  const { panels } = JSON.parse(await read('grafana-dashboard.json')) as {
    panels: { targets?: { expr: string }[] }[];
  };
  const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  // As Grafana fills them in.
  return expressions.map((expr) => expr.replaceAll('$queue', '.*').replaceAll('$__rate_interval', '5m'));
}

/** `promtool check rules` of expressions. */
async function checkExpressions(expressions: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-rules-'));
  const rules = expressions.map((expr, i) => ({ record: `panel_${i}`, expr }));
  await writeFile(join(folder, 'rules.json'), JSON.stringify({ groups: [{ name: 'panels', rules }] }));
  const said = await runPromtool(['check', 'rules', join(folder, 'rules.json')]);
  await rm(folder, { recursive: true });
  return said;
}

/** Name → type, of all that is exposed under our name. */
const typesOf = (text: string): [string, string][] =>
  [...text.matchAll(/^# TYPE (longshore_\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]);

interface Exposed {
  readonly api: ReadonlyMap<string, string>;
  readonly workers: ReadonlyMap<string, string>;
}

/** What the API and `longshore work` expose, each running. */
const test = base.extend<{ exposed: Exposed }>({
  exposed: [
    async ({ server }, use) => {
      await using bed = new ApiBed(server);
      await bed.start();
      await bed.queue.add('none', null);
      const { body } = await bed.ask('/metrics');
      const flags = ['--redis-url', server.url, '--health-port', '0'];
      const work = new CliProcess(['work', HANDLERS, ...flags]);
      await work.said(/longshore \S+ runs /);
      const text = await (await HealthLink.to(work)).metrics();
      work.signal('SIGKILL');
      await use({ api: new Map(typesOf(body)), workers: new Map(typesOf(text)) });
    },
    { scope: 'file' },
  ],
});

/** The names in an expression that are ours, without what a histogram puts behind them. */
const namesIn = (expression: string): string[] =>
  [...expression.matchAll(/\blongshore_\w+/g)].map(([name]) => name.replace(/(_bucket|_count|_sum)$/, ''));

describe.runIf(hasPromtool)('promtool', () => {
  test('has nothing to say against the rules', async () => {
    expect(await runPromtool(['check', 'rules', join(FOLDER, 'alerts.yml')])).toMatch(
      new RegExp(`SUCCESS: ${(await alerts()).length} rules found`),
    );
  });

  test('sees each alert fire, and none where all is well', async () => {
    const tests = await read('alerts.test.yml');
    for (const { alert } of await alerts()) expect(tests).toContain(alert);
    expect(await runPromtool(['test', 'rules', join(FOLDER, 'alerts.test.yml')])).toMatch(/^ +SUCCESS\s*$/m);
  });

  test('understands each expression of the dashboard', async () => {
    const expressions = await dashboardExpressions();
    expect(expressions.length).toBeGreaterThan(20);
    expect(await checkExpressions(expressions)).toMatch(`SUCCESS: ${expressions.length} rules found`);
    expect(await checkExpressions([...expressions, 'sum(longshore_jobs'])).toMatch(/FAILED/);
  });

  test('understands prometheus.yml', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'longshore-config-'));
    await writeFile(join(folder, 'token'), 'a token');
    await writeFile(join(folder, 'alerts.yml'), await read('alerts.yml'));
    const config = (await read('prometheus.yml')).replace('/etc/prometheus/longshore-token', join(folder, 'token'));
    await writeFile(join(folder, 'prometheus.yml'), config);
    expect(await runPromtool(['check', 'config', join(folder, 'prometheus.yml')])).toMatch(
      /is valid prometheus config/,
    );
    await rm(folder, { recursive: true });
  });
});

test('each alert waits a while, has a severity, and tells what to do', async () => {
  for (const { alert, for: time, labels, annotations } of await alerts()) {
    expect(time, alert).toMatch(/^\d+m$/);
    expect(['warning', 'critical'], alert).toContain(labels.severity);
    expect(annotations.summary.length, alert).toBeGreaterThan(20);
    expect(annotations.description.length, alert).toBeGreaterThan(60);
  }
});

test('alerts and dashboard ask for what is exposed', async ({ exposed }) => {
  const known = new Set([...exposed.api.keys(), ...exposed.workers.keys()]);
  const asked = [...(await alerts()).map(({ expr }) => expr), ...(await dashboardExpressions())].flatMap(namesIn);
  expect(asked.length).toBeGreaterThan(30);
  expect(asked.filter((name) => !known.has(name))).toEqual([]);
});

test('the guide tells of each metric: its type, and who exposes it', async ({ exposed }) => {
  const page = await readFile(fromRoot('docs/guide/monitoring.md'), 'utf8');
  const told = [...page.matchAll(/^\| `(longshore_\w+)(?:\{[^}]*\})?` \| (\w+) \| ([\w, ]+) \|/gm)].map(
    ([, name, type, who]) => `${name} ${type} ${who}`,
  );
  const names = [...new Set([...exposed.api.keys(), ...exposed.workers.keys()])];
  const real = names.map((name) => {
    const who = [...(exposed.api.has(name) ? ['API'] : []), ...(exposed.workers.has(name) ? ['workers'] : [])];
    return `${name} ${exposed.api.get(name) ?? exposed.workers.get(name)} ${who.join(', ')}`;
  });
  expect(told.toSorted()).toEqual(real.toSorted());
});
