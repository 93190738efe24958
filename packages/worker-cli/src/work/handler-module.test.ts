import { defineQueue, Queue } from '@longshore/core';
import { describe, expect, it } from 'vitest';
import { readHandlerModule } from './handler-module.js';

const FILE = '/app/handlers.js';
const read = (exports: Record<string, unknown>) => readHandlerModule(exports, FILE);
const welcome = () => 'welcome';
const digest = { run: () => 'digest', timeout: '10m' };
const mail = defineQueue('mail');

describe('a default export', () => {
  it.each([
    ['a function', welcome],
    ['handlers by name', { welcome, digest }],
    ['a handler of the name run', { run: welcome }],
  ])('is handlers without a queue: %s', (_, value) => {
    expect(read({ default: value })).toStrictEqual({ file: FILE, entries: [], loose: value });
  });

  it('is a list of queues, or one', () => {
    const entries = [
      { queue: mail, handlers: { welcome }, weight: 2 },
      { queue: 'bulk', handlers: welcome },
    ];
    expect(read({ default: entries })).toStrictEqual({ file: FILE, entries, loose: undefined });
    expect(read({ default: entries[0] })).toStrictEqual({ file: FILE, entries: [entries[0]], loose: undefined });
  });

  it('is handlers of a job that is called queue, where that is a function', () => {
    expect(read({ default: { queue: welcome } }).loose).toStrictEqual({ queue: welcome });
  });

  it('goes before named exports', () => {
    expect(read({ default: { welcome }, digest }).loose).toStrictEqual({ welcome });
  });

  it('is what a compiler wrote as CommonJS', () => {
    expect(read({ default: { __esModule: true, default: { welcome } } }).loose).toStrictEqual({ welcome });
    const named = { __esModule: true, mail: { welcome }, LIMIT: 3 };
    expect(read({ default: named }).entries).toStrictEqual([{ queue: 'mail', handlers: { welcome } }]);
  });

  it('may hold queues by name, as module.exports of CommonJS does', () => {
    const { entries, loose } = read({ default: { mail: { welcome }, digest } });
    expect(entries).toStrictEqual([{ queue: 'mail', handlers: { welcome } }]);
    expect(loose).toStrictEqual({ digest });
  });
});

describe('named exports', () => {
  it('are handlers of jobs', () => {
    expect(read({ welcome, digest })).toStrictEqual({ file: FILE, entries: [], loose: { welcome, digest } });
  });

  it('are queues: entries, lists of them, and handlers by name', () => {
    const entry = { queue: mail, handlers: { welcome } };
    const list = [{ queue: 'bulk', handlers: welcome, weight: 3 }];
    expect(read({ entry, list, images: { run: welcome, walk: welcome, digest } }).entries).toStrictEqual([
      entry,
      ...list,
      { queue: 'images', handlers: { run: welcome, walk: welcome, digest } },
    ]);
  });

  it('may be other things too', async () => {
    class Mailer {
      welcome = welcome;
    }
    const queue = new Queue('mail', { connection: 'redis://127.0.0.1:1' });
    const others = { LIMIT: 3, name: 'x', words: ['a'], limits: { a: 1 }, nothing: null, Mailer, mailer: new Mailer() };
    expect(read({ welcome, mail, queue, ...others })).toStrictEqual({ file: FILE, entries: [], loose: { welcome } });
    await queue.close();
  });
});

describe('what is no handlers', () => {
  it.each([
    ['a module without exports', {}, 'no handlers in it'],
    ['only other things', { LIMIT: 3, mail }, 'no handlers in it'],
    ['an empty default export', { default: {} }, 'no handlers in it'],
    ['an empty list', { default: [] }, 'no handlers in it'],
    ['a default export that is a text', { default: 'welcome' }, 'its default export has no handlers'],
    ['a default export that is a definition', { default: mail }, 'its default export has no handlers'],
    ['a list of handlers', { default: [welcome] }, 'default[0]: expected { queue, handlers }'],
    ['a text in place of a handler', { default: { welcome: 'x' } }, 'welcome: expected a function'],
    ['a misspelt handler of a named queue', { mail: { welcome, digest: { rum: welcome } } }, 'mail.digest: expected'],
  ])('is refused: %s', (_, exports, message) => {
    expect(() => read(exports)).toThrow(
      expect.objectContaining({
        code: 'ERR_HANDLERS_INVALID',
        message: expect.stringContaining(`${FILE}: ${message}`),
      }),
    );
  });

  it('leaves settings with a key that nobody knows to core, which names it', () => {
    const misspelt = { run: welcome, timout: '10m' };
    expect(read({ default: { digest: misspelt } }).loose).toStrictEqual({ digest: misspelt });
  });
});
