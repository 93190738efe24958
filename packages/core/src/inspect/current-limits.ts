/** What `limits.get` answers; durations are ms. */
export interface CurrentLimits {
  rate?: { max: number; per: number };
  concurrency?: number;
  depth?: { max: number; onFull: 'reject' | 'dropOldest' };
}

/** Reads the fields of `limits`. */
export function currentLimits(set: ReadonlyMap<string, string>): CurrentLimits {
  const [rate, per, concurrency, depth] = ['rate', 'per', 'concurrency', 'depth'].map((field) => set.get(field));
  return {
    ...(rate ? { rate: { max: Number(rate), per: Number(per) } } : {}),
    ...(concurrency ? { concurrency: Number(concurrency) } : {}),
    ...(depth ? { depth: { max: Number(depth), onFull: set.get('onFull') as 'reject' | 'dropOldest' } } : {}),
  };
}
