export { DrainTimeoutError } from './errors.js';
export type { Run } from './run.js';
export { startTestBed, type TestBedOptions } from './start-test-bed.js';
export type { HandleOptions, TestBed } from './test-bed.js';
