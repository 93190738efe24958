// Makes a fresh checkout ready: package manager, dependencies, builds, a Redis server. Needs Node.js, npm and a shell, may
// be run again at any time, and is quick when there is nothing to do. Imports nothing before the version is checked, so
// that an old Node.js gives a sentence and not a syntax error.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Longshore needs Node.js 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}

const { setup } = await import('./setup/steps.mjs');
process.exitCode = (await setup()) ? 0 : 1;
