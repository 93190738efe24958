// The handler of suspects in their own process, where a worker of this folder has `apart`: does what the job says, and logs
// to the file of the worker, which hands it on in the environment.
import { makeRunner } from './job-runner.mjs';

export const { run } = makeRunner(process.env.LONGSHORE_TEST_LOG);
