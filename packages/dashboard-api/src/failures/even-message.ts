// Makes messages of errors even, so that failures of one kind are one group: "order 17 not found" and "order 18 not found"
// are both "order … not found".

const EVEN = '…';
/** Above this a message says nothing more about its kind. */
const LONGEST = 500;

const QUOTED = /(?<!\w)(?:"[^"\n]{0,200}"|'[^'\n]{0,200}'|`[^`\n]{0,200}`)(?!\w)/g;
const ADDRESS = /[^\s@]{1,64}@[^\s@]{1,255}/g;
/** Ids, hashes, times: words with a number in them that are not short. */
const WORD = /[\w-]{8,}/g;
const NUMBER = /\d+(?:[.,]\d+)*/g;

/** The message with its variable parts (quoted texts, addresses, ids, numbers) as "…". Its other parts stand in it as they were. */
export function evenMessage(message: string): string {
  const even = message
    .slice(0, LONGEST)
    .replace(QUOTED, EVEN)
    .replace(ADDRESS, EVEN)
    .replace(WORD, (word) => (/\d/.test(word) ? EVEN : word))
    .replace(NUMBER, EVEN);
  return message.length > LONGEST && !even.endsWith(EVEN) ? even + EVEN : even;
}

/** The longest part of an even message that all messages of its kind have; undefined when none says much. */
export function commonPart(even: string): string | undefined {
  const [longest = ''] = even
    .split(EVEN)
    .map((part) => part.trim())
    .toSorted((one, other) => other.length - one.length);
  return longest.length < 4 ? undefined : longest.slice(0, 200);
}
