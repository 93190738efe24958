import { Writable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { openScreen } from './screen.js';

const VIEW = { run: { total: 4, completed: 1, failed: 0, recovered: 0 }, workers: new Map(), startedAt: 0 };

/** A stream that keeps what is written to it; a terminal if it has columns. */
function streamOf(columns?: number, colors = true) {
  const written: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  const stream = Object.assign(sink, columns ? { isTTY: true, columns, rows: 24, hasColors: () => colors } : {});
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => written.join('') };
}

test('a terminal gets a bar, and lines above it that break between words', () => {
  vi.stubEnv('TERM', 'xterm');
  const { stream, text } = streamOf(30);
  const screen = openScreen(stream);
  screen.draw(VIEW);
  screen.say('  a line that is longer than the terminal is wide');
  expect(text()).toContain('  a line that is longer\n    than the terminal is wide\n');
  screen.end();
  expect(text()).toContain('━');
  expect(text()).toContain('1/4');
});

test("colours are the terminal's choice", () => {
  vi.stubEnv('TERM', 'xterm');
  expect(openScreen(streamOf(80, true).stream).paint('green', 'x')).toBe('\u001b[32mx\u001b[39m');
  expect(openScreen(streamOf(80, false).stream).paint('green', 'x')).toBe('x');
  expect(openScreen(streamOf().stream).paint('green', 'x')).toBe('x');
});

test.each([
  ['a pipe', undefined, 'xterm'],
  ['a dumb terminal', 80, 'dumb'],
])('%s gets a line each tenth and nothing that moves', (_name, columns, term) => {
  vi.stubEnv('TERM', term);
  const { stream, text } = streamOf(columns, false);
  const screen = openScreen(stream);
  for (const completed of [0, 1, 1, 2, 4]) screen.draw({ ...VIEW, run: { ...VIEW.run, completed } });
  screen.say('done');
  expect(text()).toBe('   20 %  1/4 files\n   50 %  2/4 files\n  100 %  4/4 files\ndone\n');
});

test('a closed pipe ends nothing', () => {
  const { stream } = streamOf();
  openScreen(stream);
  expect(() => stream.emit('error', new Error('EPIPE'))).not.toThrow();
});
