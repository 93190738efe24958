// examples/progress-bar in a real Chromium: the bar moves, survives a reload, and ends with the job, under the page's own policy.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { expect, vi } from 'vitest';
import { test } from '../support/api-bed.js';

vi.setConfig({ testTimeout: 180_000 });

const SERVER = fileURLToPath(new URL('../../examples/progress-bar/server.mjs', import.meta.url));

async function startExample(redisUrl: string) {
  const env = { ...process.env, PORT: '0', TICK_MS: '60', LONGSHORE_REDIS_URL: redisUrl };
  const child = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      const found = /open (\S+)/.exec(String(text))?.[1];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the example ended with ${code}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { url, [Symbol.asyncDispose]: stop };
}

test('the bar moves, a reload in the middle goes on, and it ends with the job', async ({ server }) => {
  await using example = await startExample(server.url);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 900, height: 560 } });
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(example.url);
    await page.click('#start');
    const percent = async () => Number(await page.$eval('#bar', (bar) => (bar as unknown as { value: number }).value));
    await expect.poll(percent, { timeout: 60_000 }).toBeGreaterThan(10);
    await page.reload();
    // No step back to the beginning: what the page shows first is where the job is.
    await expect.poll(percent, { timeout: 60_000 }).toBeGreaterThan(10);
    if (process.env['SCREENSHOT']) await page.screenshot({ path: process.env['SCREENSHOT'] });
    await page.waitForSelector('main[data-state=completed]', { timeout: 120_000 });
    expect(await percent()).toBe(100);
    expect(await page.textContent('#step')).toBe('completed');
    // Reloaded once more, it is told how the job ended.
    await page.reload();
    await page.waitForSelector('main[data-state=completed]');
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});
