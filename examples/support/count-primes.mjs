// The handler of isolated-handler.mjs. It runs in a process of its own, so it may take all of a CPU, or never end.

/** @param {import('@longshore/core').Job<{ below: number }>} job */
export default async function countPrimes(job) {
  if (job.name === 'endless') for (;;);
  if (job.name === 'crash') process.exit(7);
  await job.progress.post({ by: process.pid });
  let count = 0;
  for (let n = 2; n < job.data.below; n++) if (isPrime(n)) count++;
  return count;
}

/** @param {number} n */
function isPrime(n) {
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return false;
  return true;
}
