import { expect, test } from 'vitest';
import { LagMeter } from './lag-meter.js';

test('a timer that is on time, or early, has no lag', () => {
  const meter = new LagMeter(200, 1000);
  expect([meter.tick(1200), meter.tick(1390), meter.worst(1400)]).toEqual([0, 0, 0]);
});

test('a late tick is told and counts, and so does one that has not come yet', () => {
  const meter = new LagMeter(200, 0);
  expect(meter.worst(950)).toBe(750);
  expect(meter.tick(1000)).toBe(800);
  expect(meter.tick(1200)).toBe(0);
  expect(meter.worst(1300)).toBe(800);
  expect(meter.worst(2500.4)).toBe(1100);
});

test('the worst is forgotten after five to ten seconds', () => {
  const meter = new LagMeter(200, 0);
  let now = 700;
  meter.tick(now);
  const forgotten = () => {
    now += 200;
    meter.tick(now);
    return meter.worst(now) === 0;
  };
  while (!forgotten() && now < 20_000);
  expect(now).toBeGreaterThan(5700);
  expect(now).toBeLessThanOrEqual(10_700);
});
