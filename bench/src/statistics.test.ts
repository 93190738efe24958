import { describe, expect, it } from 'vitest';
import { median, medianOfMeasured, percentile, ratio, spread } from './statistics.js';

describe('median', () => {
  it('takes the middle one, or the mean of the two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  it('is not a number when there is nothing', () => {
    expect(median([])).toBeNaN();
  });

  it('leaves out what was not measured', () => {
    expect(medianOfMeasured([null, 2, 4])).toBe(3);
    expect(medianOfMeasured([null])).toBeNull();
  });
});

describe('percentile', () => {
  it('is the nearest rank', () => {
    const samples = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect(percentile(samples, 0.5)).toBe(100);
    expect(percentile(samples, 0.99)).toBe(198);
    expect(percentile([7], 0.99)).toBe(7);
  });
});

describe('spread', () => {
  it('is the distance of the extremes in units of the median', () => {
    expect(spread([90, 100, 110])).toBeCloseTo(0.2);
    expect(spread([90])).toBe(0);
  });
});

describe('ratio', () => {
  it('divides ours by theirs', () => {
    expect(ratio(10, 4)).toBe(2.5);
  });

  it('is null where a side is missing', () => {
    expect(ratio(undefined, 4)).toBeNull();
    expect(ratio(10, undefined)).toBeNull();
    expect(ratio(10, 0)).toBeNull();
  });
});
