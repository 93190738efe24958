// Draws quickstart.svg: runs the quickstart in a terminal (tmux), reads the screen when it has ended, and writes that as
// SVG. Run it after a build, from anywhere: node docs/images/draw-quickstart.mjs
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as rest } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { terminalSvg } from './terminal-svg.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COLUMNS = 84;
const ROWS = 36;
const WITHIN_MS = 60_000;
const COMMAND = 'node packages/worker-cli/dist/quickstart/main.js --once';

/** A tmux server of its own: nobody else's sessions are seen or touched. */
const tmux = (...words) => execFileSync('tmux', ['-L', 'longshore-picture', ...words], { encoding: 'utf8', cwd: ROOT });

async function screenOfRun() {
  tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(COLUMNS), '-y', String(ROWS), `${COMMAND}; sleep 60`);
  try {
    const until = performance.now() + WITHIN_MS;
    while (!tmux('capture-pane', '-p').includes('quickstart: ')) {
      if (performance.now() > until) throw new Error(`the quickstart did not end within ${WITHIN_MS} ms`);
      await rest(200);
    }
    return tmux('capture-pane', '-p', '-e').trimEnd();
  } finally {
    tmux('kill-server');
  }
}

const screen = `\u001b[36m$\u001b[0m npm run quickstart -- --once\n${await screenOfRun()}`;
writeFileSync(new URL('./quickstart.svg', import.meta.url), terminalSvg(screen, 'npm run quickstart', COLUMNS));
