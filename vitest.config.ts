import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        // Beside the source and without a server: fast enough to run on every save.
        test: { name: 'unit', include: ['packages/*/src/**/*.test.ts', 'bench/src/**/*.test.ts'] },
      },
      {
        // Against real servers and processes, and against what packages publish: their builds.
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/{http,transitions,contracts}/**'],
          pool: 'forks',
          maxWorkers: 2,
          // After the unit tests: Vitest lets projects with different numbers of workers run only one after the other.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // The same, where files can share a process: of single scripts, and of the status API. To load what they need anew for
        // each takes longer than their tests.
        test: {
          name: 'shared',
          include: ['test/{http,transitions,contracts}/**/*.test.ts'],
          pool: 'forks',
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
