// Loads each module that it is given on its own, as worker processes do, and prints what came of them as JSON.
const [built, ...paths] = process.argv.slice(2);
const { loadHandlers } = await import(built);

async function load(path) {
  try {
    const loaded = await loadHandlers([path], [], false);
    return { queues: Object.fromEntries(loaded.map(({ queue, handlers }) => [queue, Object.keys(handlers)])) };
  } catch ({ code, message }) {
    return { code, message };
  }
}

const told = [];
for (const path of paths) told.push(await load(path));
console.log(JSON.stringify(told));
