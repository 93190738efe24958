import { startTestBed, type TestBed } from '@longshore/testing';
import { test as base } from 'vitest';

interface Fixtures {
  /** Starts a bed that is closed when the test is over. */
  start: typeof startTestBed;
  bed: TestBed;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
  start: async ({}, use) => {
    const beds: TestBed[] = [];
    await use(async (options) => {
      const bed = await startTestBed(options);
      beds.push(bed);
      return bed;
    });
    await Promise.all(beds.map((bed) => bed.close()));
  },
  bed: async ({ start }, use) => {
    await use(await start());
  },
});
