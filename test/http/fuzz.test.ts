// Whatever is sent to whatever route: nothing fails inside, every answer is what it says it is, and nothing is changed by who
// may not change it. LONGSHORE_FUZZ_RUNS makes more of it, LONGSHORE_FUZZ_SEED the same again.
import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { Role } from '@longshore/dashboard-api';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { describe, expect } from 'vitest';
import { type ApiBed, test } from '../support/api-bed.js';
import { ROLE_TOKENS } from '../support/api-roles.js';
import { anyBody, METHODS, type Operation, type Shot, shots, wrongBody } from '../support/fuzz-shots.js';

const RUNS = Number(process.env['LONGSHORE_FUZZ_RUNS'] ?? 200);
const SALVO = 8;
const SEED = Number(process.env['LONGSHORE_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** Long-polls and streams wait for something new: so long is looked whether they fail. */
const PATIENCE_MS = 250;

async function operationsOf(bed: ApiBed, token: string): Promise<Operation[]> {
  const { body } = await bed.ask('/api/v1/openapi.json', { token });
  return Object.entries(
    body.paths as Record<
      string,
      Record<string, { parameters?: { in: string; name: string }[]; requestBody?: unknown }>
    >,
  ).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      query: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
      needsBody: requestBody !== undefined,
    })),
  );
}

/** Sends it; resolves to nothing where the answer waits for something new. */
function send(bed: ApiBed, agent: Agent, token: string, { method, path, headers, body }: Shot) {
  return new Promise<{ status: number; type: string; text: string } | undefined>((resolve, reject) => {
    const sent = request(
      bed.url + path,
      { method, agent, headers: { ...headers, authorization: `Bearer ${token}` } },
      (response) => {
        const { statusCode: status = 0 } = response;
        const type = response.headers['content-type'] ?? '';
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
          if (/event-stream/.test(type)) done(response);
        });
        response.on('end', () => resolve({ status, type, text }));
        response.on('error', () => resolve({ status, type, text }));
        const done = (stream: typeof response): void => {
          resolve({ status, type, text });
          stream.destroy();
        };
      },
    );
    const timer = setTimeout(
      () => {
        resolve(undefined);
        sent.destroy();
      },
      PATIENCE_MS * (/progress|boards|events|channels|result/.test(path) ? 1 : 200),
    );
    sent.on('close', () => clearTimeout(timer));
    sent.on('error', (error) => (timer.hasRef() ? reject(error) : undefined));
    sent.end(body);
  });
}

async function check(bed: ApiBed, agent: Agent, token: string, shot: Shot): Promise<void> {
  const answer = await send(bed, agent, token, shot);
  if (!answer) return;
  const { status, type, text } = answer;
  expect(status, text).toBeLessThan(500);
  expect(status).toBeGreaterThanOrEqual(200);
  if (text === '') return;
  expect(type).toMatch(/^(application\/(problem\+)?json|text\/event-stream)/);
  if (!/json/.test(type)) return;
  const document = JSON.parse(text);
  if (status >= 400) expect(document).toMatchObject({ status, code: expect.stringMatching(/^ERR_/) });
}

/** All that stands in Redis, but for the log of operations: denied attempts are entered there. */
async function digest(redis: Redis): Promise<string> {
  const hash = createHash('sha256');
  const keys = (await redis.keys('*')).filter((key) => key !== 'longshore:operations').toSorted();
  for (const key of keys) hash.update(key).update((await redis.dumpBuffer(key)) ?? '');
  return hash.digest('hex');
}

/** Fires salvos of what may be drawn, each in one go. */
async function fire(bed: ApiBed, token: string, shot: fc.Arbitrary<Shot>): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: SALVO });
  console.info(`fuzz seed ${SEED}`);
  const salvos = fc.array(shot, { minLength: SALVO, maxLength: SALVO });
  await fc.assert(
    fc.asyncProperty(salvos, async (salvo) => {
      await Promise.all(salvo.map((one) => check(bed, agent, token, one)));
    }),
    { numRuns: Math.ceil(RUNS / SALVO), seed: SEED, interruptAfterTimeLimit: 500_000 },
  );
  agent.destroy();
}

describe('anything that is sent', { timeout: 600_000 }, () => {
  test.for([
    ['by who may only look, by any method', 'read', anyBody, fc.constantFrom(...METHODS)],
    ['by an admin, with bodies that are wrong', 'admin', wrongBody, undefined],
  ] as const)('%s, fails nothing and changes nothing', async ([, role, body, method], { bed, redis }) => {
    const { token, known } = await begin(bed, role);
    const all = await operationsOf(bed, token);
    const operations =
      role === 'read' ? all : all.filter(({ needsBody, path }) => needsBody && !path.endsWith('/audit'));
    const before = await digest(redis);
    await fire(bed, token, shots(operations, known, body, method));
    expect(await digest(redis)).toBe(before);
  });

  test('by an admin fails nothing', async ({ bed }) => {
    const { token, known } = await begin(bed, 'admin');
    await fire(bed, token, shots(await operationsOf(bed, token), known, anyBody));
  });
});

/** An API with two jobs: somebody's token, and names of what is there. */
async function begin(bed: ApiBed, role: Role): Promise<{ token: string; known: string[] }> {
  const job = await bed.queue.add('work', { x: 1 });
  await bed.queue.add('work', { x: 2 }, { delay: '1h' });
  await bed.start({ tokens: ROLE_TOKENS, rateLimit: false });
  const token = ROLE_TOKENS.find((one) => one.role === role)?.token ?? '';
  return { token, known: [bed.queueName, job.id] };
}
