import { expect, test } from 'vitest';
import { figureOf, LINES, type Round } from './figures.js';

/** 100 requests in 10 s, of which Redis took 0.3 s beyond the 0.1 s that workers take in that time. */
const round = (p50: number): Round => ({
  asked: {
    latencies: { overview: Array(20).fill(p50), list: Array(50).fill(2), detail: Array(30).fill(3) },
    lateness: [],
    bytes: { overview: 2000, list: 50_000, detail: 9000 },
    failures: {},
  },
  quiet: { seconds: 20, redisCpu: 0.2, apiCpu: 0, jobs: 600 },
  busy: { seconds: 10, redisCpu: 0.4, apiCpu: 0.5, jobs: 300 },
  residentBytes: 100 * 2 ** 20,
});

test('figures are medians over rounds, and the API is charged with what workers do not take', () => {
  const rounds = [round(1), round(9), round(4)];
  const figures = Object.fromEntries(LINES.map((line) => [line.title, figureOf(line, rounds, 200)]));
  expect(figures).toMatchObject({
    'overview, p50': 4,
    'list, an answer': 1000,
    'API process, CPU per request': 5000,
    'API process, CPU': 100,
    'API process, memory': 100,
    'jobs run meanwhile': 30,
  });
  expect(figures['Redis, CPU per request']).toBeCloseTo(3000);
  expect(figures['Redis, CPU for the API']).toBeCloseTo(60);
  expect(figures['Redis, CPU for the workers']).toBeCloseTo(1);
  expect(figures["the API's share of that of Redis"]).toBeCloseTo(98.36);
});
