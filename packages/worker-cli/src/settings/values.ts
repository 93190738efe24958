// The kinds of values that settings have. Flags and variables are texts, configuration files have numbers and booleans:
// each kind takes both and gives one.
import { type Duration, durationMs } from '@longshore/core';
import { z } from 'zod';

const DIGITS = /^\d{1,15}$/;

/** A whole number from `least` to `most`. */
export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER) => {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  const error = `expected a whole number ${range}`;
  const given = z.union([z.number(), z.string().regex(DIGITS).transform(Number)], error);
  return given.pipe(z.number({ error }).int({ error }).min(least, { error }).max(most, { error }));
};

/** Yes or no. */
export const yesOrNo = z.union(
  [z.boolean(), z.enum(['true', '1']).transform(() => true), z.enum(['false', '0']).transform(() => false)],
  'expected true or false',
);

/** A text that is not empty. */
export const text = z.string('expected a text').min(1, 'expected a text');

/** The address of a Redis. The library checks it again; here it is told which flag, variable or key it came from. */
export const redisAddress = text.refine(
  (address) => URL.canParse(address) && /^rediss?:$/.test(new URL(address).protocol),
  "expected a URL like 'redis://127.0.0.1:6379' or 'rediss://user:password@host:6380/0'",
);

/** One of a few words. */
export const word = <const W extends readonly [string, ...string[]]>(...words: W) =>
  z.enum(words, `expected one of ${words.join(', ')}`);

/** Texts; from a variable they are parted by commas. */
export const texts = z
  .union([z.string().transform((all) => all.split(',').map((one) => one.trim())), z.array(text)], 'expected texts')
  .pipe(z.array(text));

/** A duration of at least `leastMs`, in ms. A number from a variable or a flag needs its unit, as it does in a file. */
export const durationOf = (leastMs: number) =>
  z.union([z.number(), z.string()], 'expected a duration').transform((value, context) => {
    try {
      const ms = durationMs(value as Duration, 'it');
      if (ms >= leastMs) return ms;
      context.addIssue(`expected at least ${leastMs} ms`);
    } catch (error) {
      context.addIssue((error as Error).message.replace(/^it: /, ''));
    }
    return z.NEVER;
  });

const BYTES = /^(\d{1,9}(?:\.\d{1,3})?)\s?(b|kb|mb|gb|kib|mib|gib)?$/i;
const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

/** An amount of memory in bytes, such as `512mb` or `1GiB`. */
export const memorySize = z.union([z.number(), z.string()], 'expected a size').transform((value, context) => {
  const found = BYTES.exec(String(value));
  const bytes = found ? Number(found[1]) * (UNITS[(found[2] ?? 'b').toLowerCase()] ?? Number.NaN) : Number.NaN;
  if (bytes > 0) return Math.round(bytes);
  context.addIssue("expected a size such as '512mb' or '1GiB'");
  return z.NEVER;
});

/** What a configuration file may hold and nothing else can: it is only passed on. */
export const object = z.custom<object>((value) => typeof value === 'object' && value !== null, 'expected an object');

/** A function of a configuration file. */
export const hook = <F>() => z.custom<F>((value) => typeof value === 'function', 'expected a function');
