import { describe, expect } from 'vitest';
import { Claim, Outbox, type Report } from '../support/core-internals.js';
import { closedRecord, completed, failed, released, retry } from '../support/exchange-input.js';
import type { FailingConnection } from '../support/failing-connection.js';
import type { ScriptBed } from '../support/script-bed.js';
import { type Lines, test } from './role-test.js';

const make = (failing: FailingConnection, bed: ScriptBed, lines: Lines) =>
  new Outbox(failing, bed.keys, 1000, lines.logger);

/** The end of a claim, as a run makes it. */
function ending(report: Report) {
  const claim = new Claim(report.id, 'w', report.held, '', undefined, 0, 0);
  return { claim, report, job: undefined, value: undefined, meters: undefined, resent: false };
}

test('ends are taken in their order, no more than one exchange may carry', async ({ failing, bed, lines }) => {
  const outbox = make(failing, bed, lines);
  const all = Array.from({ length: 1200 }, (_, i) => ending(completed(`job-${i}`, '1')));
  for (const one of all) outbox.add(one);
  const first = outbox.take();
  expect(first).toHaveLength(500);
  expect([...first, ...outbox.take(), ...outbox.take()]).toEqual(all);
  expect(outbox.isEmpty).toBe(true);
  expect(outbox.take()).toEqual([]);
});

test('a large one goes alone', async ({ failing, bed, lines }) => {
  const outbox = make(failing, bed, lines);
  const large = (id: string) => ending({ ...completed(id, '1'), record: 'x'.repeat(300_000) } as Report);
  outbox.add(large('a'));
  outbox.add(ending(completed('small', '1')));
  outbox.add(large('b'));
  const taken = [outbox.take(), outbox.take(), outbox.take()].map((ends) => ends.map(({ report }) => report.id));
  expect(taken).toEqual([['a'], ['small'], ['b']]);
});

test('what was put back goes first, and is marked as sent before', async ({ failing, bed, lines }) => {
  const outbox = make(failing, bed, lines);
  const [a, b, c] = ['a', 'b', 'c'].map((id) => ending(completed(id, '1')));
  for (const one of [a, b]) if (one) outbox.add(one);
  const taken = outbox.take();
  if (c) outbox.add(c);
  outbox.putBack(taken);
  expect(outbox.take().map(({ report, resent }) => [report.id, resent])).toEqual([
    ['a', true],
    ['b', true],
    ['c', false],
  ]);
  outbox.putBack(taken);
  outbox.clear();
  expect(outbox.isEmpty).toBe(true);
});

describe('of those that came back as stale', () => {
  test('one that was sent once was refused, and Redis is not asked', async ({ failing, bed, lines }) => {
    const ends = [ending(completed('a', '1')), ending(completed('b', '1'))];
    expect(await make(failing, bed, lines).refused(ends, ['b'])).toEqual(new Set(['b']));
    expect(failing.calls).toEqual([]);
  });

  test('one that was sent twice arrived where its record names this worker', async ({ failing, bed, lines }) => {
    const others = closedRecord('completed', 1).replace('"w"', '"another"');
    await bed.seed({
      'end:mine': closedRecord('completed', 1),
      'end:bad': closedRecord('failed', 1),
      'end:other': others,
    });
    const ends = [completed('mine', '1'), failed('bad', '1'), completed('other', '1'), completed('gone', '1')].map(
      ending,
    );
    for (const one of ends) one.resent = true;
    const refused = await make(failing, bed, lines).refused(ends, ['mine', 'bad', 'other', 'gone']);
    expect(refused).toEqual(new Set(['other', 'gone']));
    expect(failing.count('look')).toBe(1);
  });

  test('a retry or a hand-back that was sent twice is believed to have arrived', async ({ failing, bed, lines }) => {
    const ends = [retry('again', '1', 5), released('back', '1')].map(ending);
    for (const one of ends) one.resent = true;
    expect(await make(failing, bed, lines).refused(ends, ['again', 'back'])).toEqual(new Set());
  });

  test('all count as refused where Redis cannot be asked', async ({ failing, bed, lines }) => {
    await bed.seed({ 'end:mine': closedRecord('completed', 1) });
    failing.fail('look', 'unreached');
    const mine = { ...ending(completed('mine', '1')), resent: true };
    expect(await make(failing, bed, lines).refused([mine], ['mine'])).toEqual(new Set(['mine']));
    expect(lines.told).toEqual(['debug: could not look up reports that were sent twice; they count as stale']);
  });
});
