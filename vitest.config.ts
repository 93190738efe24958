import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        // Beside the source and without a server: fast enough to run on every save.
        test: { name: 'unit', include: ['packages/*/src/**/*.test.ts', 'bench/src/**/*.test.ts'] },
      },
      {
        // Against real servers and processes, and against what packages publish: their builds. Much of it waits, so that two
        // processors have time for three.
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/http/**'],
          pool: 'forks',
          maxWorkers: 3,
          // After the unit tests: Vitest lets projects with different numbers of workers run only one after the other.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // The same for the status API. Its files share a process: to load the server anew for each takes longer than its tests.
        test: {
          name: 'http',
          include: ['test/http/**/*.test.ts'],
          pool: 'forks',
          isolate: false,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
