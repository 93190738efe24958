import { defineQueue } from '@longshore/core';
import { describe, expect, it } from 'vitest';
import type { HandlerModule } from './handler-module.js';
import { pickQueues } from './pick-queues.js';

const handlers = { welcome: () => 'welcome' };
const all = () => 'all';
const mail = { queue: defineQueue('mail'), handlers, weight: 2 };
const bulk = { queue: 'bulk', handlers };
const middleware = (_job: unknown, next: () => Promise<unknown>) => next();

const module = (file: string, entries: HandlerModule['entries'], loose?: HandlerModule['loose']): HandlerModule => ({
  file,
  entries,
  loose,
});
const choose = (...names: string[]) => names.map((name) => ({ name, weight: undefined }));
const refusal = (code: string, message: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

describe('queues that modules name', () => {
  it('are all taken, in their order and with their weights', () => {
    const modules = [module('/a.js', [mail]), module('/b.js', [{ ...bulk, middleware }])];
    expect(pickQueues(modules, [], false)).toStrictEqual([mail, { ...bulk, middleware }]);
  });

  it('are picked by --queue, whose order and weights go before', () => {
    const modules = [module('/a.js', [mail, bulk, { queue: 'images', handlers }])];
    const picked = pickQueues(modules, [{ name: 'bulk', weight: 5 }, ...choose('mail')], false);
    expect(picked).toStrictEqual([{ ...bulk, weight: 5 }, mail]);
  });

  it('have no weight where their order counts', () => {
    const { weight, ...unweighted } = mail;
    expect(weight).toBe(2);
    expect(pickQueues([module('/a.js', [mail, bulk])], [], true)).toStrictEqual([unweighted, bulk]);
  });

  it('are listed where --queue names another', () => {
    expect(() => pickQueues([module('/a.js', [mail, bulk])], choose('mial'), false)).toThrow(
      refusal('ERR_QUEUE_UNKNOWN', '--queue mial: the handlers name no such queue; there are mail, bulk'),
    );
  });

  it('are named once', () => {
    expect(() =>
      pickQueues([module('/a.js', [mail]), module('/b.js', [{ queue: 'mail', handlers }])], [], false),
    ).toThrow(refusal('ERR_QUEUE_TWICE', 'the queue mail is in /a.js and in /b.js'));
    expect(() => pickQueues([module('/a.js', [bulk, bulk])], [], false)).toThrow(
      refusal('ERR_QUEUE_TWICE', 'the queue bulk is in /a.js twice'),
    );
  });
});

describe('handlers that name no queue', () => {
  it('go to the queue of --queue that no module names', () => {
    const modules = [module('/a.js', [mail]), module('/b.js', [], all)];
    expect(pickQueues([module('/b.js', [], all)], [{ name: 'bulk', weight: 3 }], false)).toStrictEqual([
      { queue: 'bulk', handlers: all, weight: 3 },
    ]);
    expect(pickQueues(modules, choose('bulk', 'mail'), false)).toStrictEqual([{ queue: 'bulk', handlers: all }, mail]);
  });

  it('are brought together over modules', () => {
    const digest = () => 'digest';
    const modules = [module('/a.js', [], handlers), module('/b.js', [], { digest })];
    expect(pickQueues(modules, choose('mail'), false)).toStrictEqual([
      { queue: 'mail', handlers: { ...handlers, digest } },
    ]);
  });

  it('are not brought together with others of the same name, nor with a function for all', () => {
    expect(() =>
      pickQueues([module('/a.js', [], handlers), module('/b.js', [], handlers)], choose('mail'), false),
    ).toThrow(refusal('ERR_QUEUE_TWICE', 'the handler welcome is in /a.js and in /b.js'));
    expect(() => pickQueues([module('/a.js', [], handlers), module('/b.js', [], all)], choose('mail'), false)).toThrow(
      refusal('ERR_HANDLERS_INVALID', '/b.js: it handles all jobs'),
    );
  });

  it.each([
    ['none is chosen', [], '/b.js: its handlers name no queue: say which with --queue NAME'],
    ['several are chosen', choose('a', 'b'), 'could be for a or b: choose one with --queue'],
    ['those that are chosen are of others', choose('mail'), '--queue chooses none but those that modules name'],
  ])('are refused where %s', (_, choices, message) => {
    const modules = [module('/a.js', [mail]), module('/b.js', [], handlers)];
    expect(() => pickQueues(modules, choices, false)).toThrow(refusal('ERR_QUEUE_NOT_CHOSEN', message));
  });
});
