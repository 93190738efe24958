import { isolated, Worker } from '@longshore/core';
import { expect, test } from 'vitest';
import { thrownBy } from '../support/worker-bed.js';
import { handlerOf, standIn } from './isolated-bed.js';

const HERE = new URL('./fixtures/obey.mjs', import.meta.url);
const refused = (field: string) => expect.objectContaining({ code: 'ERR_INVALID_OPTION', field });
const timeout = '1m';

test.each([
  ['a path', HERE.pathname],
  ['a text', HERE.href],
  ['nothing', undefined],
  ['code in the URL', new URL('data:text/javascript,export default () => 1')],
  ['a file elsewhere', new URL('https://example.com/handler.js')],
  ['a file of another host', new URL('file://elsewhere/handler.js')],
  ['no file', new URL('./fixtures/not-there.mjs', import.meta.url)],
  ['a folder', new URL('./fixtures/', import.meta.url)],
])('a module that is none is refused: %s', (_what, url) => {
  expect(() => isolated(url as URL, { timeout })).toThrow(refused('url'));
});

test.each([
  [undefined, 'options.timeout'],
  [{}, 'options.timeout'],
  [{ timeout: 0 }, 'options.timeout'],
  [{ timeout: 'soon' }, 'options.timeout'],
  [{ timeout: '25d' }, 'options.timeout'],
  [{ timeout, grace: -1 }, 'options.grace'],
  [{ timeout, idle: '30 s' }, 'options.idle'],
  [{ timeout, memory: 8 }, 'options.memory'],
  [{ timeout, memory: '64' }, 'options.memory'],
  [{ timeout, attempts: 3 }, 'options.attempts'],
])('options that are wrong are refused: %o', (options, field) => {
  expect(() => isolated(HERE, options as never)).toThrow(refused(field));
});

test('it has the form of a handler with settings, and gives its kill the time that it needs', () => {
  expect(isolated(HERE, { timeout, grace: '3s' })).toMatchObject({
    run: expect.any(Function),
    timeout: 60_000,
    grace: 5000,
  });
  expect(isolated(HERE, { timeout }).grace).toBe(7000);
});

test('other settings do not stand alone', () => {
  const options = { connection: 'redis://127.0.0.1:1', autorun: false };
  expect(() => new Worker('calls', { run: 1 } as never, options)).toThrow(refused('handlers.run'));
  expect(() => new Worker('calls', { ...isolated(HERE, { timeout }), other: 1 } as never, options)).toThrow(
    refused('handlers.other'),
  );
});

test.each([
  ['exports-nothing.mjs', /exports-nothing\.mjs cannot be used: it exports no function as default or run/],
  ['throws-at-load.mjs', /cannot be used: no licence/],
])('a module that cannot be used fails the job that needs it: %s', async (file, message) => {
  const error = await thrownBy(handlerOf(file).run(standIn('work')) as Promise<unknown>);
  expect(error).toMatchObject({ name: 'IsolatedModuleError', code: 'ERR_ISOLATED_MODULE' });
  expect(error.message).toMatch(message);
});
