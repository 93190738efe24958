// What stands in `tries` of a job off the straight path: failed attempts, crashes, letters, words. docs/keys.md tells of them.

export interface Tries {
  readonly attempts: number;
  readonly crashes: number;
  /** The first letter of a word → what follows it. */
  readonly words: ReadonlyMap<string, string>;
}

/** `''` is a job on the straight path. */
export function readTries(text: string): Tries {
  const [attempts = '0', crashes = '0', , ...words] = text.split(' ');
  return {
    attempts: Number(attempts),
    crashes: Number(crashes),
    words: new Map(words.map((word) => [word.charAt(0), word.slice(1)])),
  };
}
