import { seconds } from '../seconds.mjs';
import { buildPackages } from './build-packages.mjs';
import { installDependencies } from './install-dependencies.mjs';
import { providePnpm } from './provide-pnpm.mjs';
import { provideServer } from './provide-server.mjs';

/** Each step needs the ones before it. A step answers one line about what is there now, or throws. */
const STEPS = [
  { name: 'pnpm', run: providePnpm },
  { name: 'dependencies', run: installDependencies },
  { name: 'build', run: buildPackages },
  { name: 'server', run: provideServer },
];

/** @returns whether everything is there */
export async function setup() {
  for (const { name, run } of STEPS) {
    const since = performance.now();
    try {
      console.log(`${name.padEnd(13)}${await run()} (${seconds(since)})`);
    } catch (error) {
      console.error(`${name.padEnd(13)}failed (${seconds(since)})\n${error.message}`);
      return false;
    }
  }
  return true;
}
