// Large values are cut, so that a job that carries a megabyte does not freeze the page that shows it.

/** How much JSON of a value is shown, in characters: of a job at a glance, and of one that was asked for in full. */
export const GLANCE = 16_384;
export const IN_FULL = 1_048_576;

/** The value; or, where its JSON is longer, the beginning of that as a text. */
export function cutValue(value: unknown, most: number): { readonly value: unknown; readonly isCut: boolean } {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined || json.length <= most) return { value, isCut: false };
  // Not between the two halves of a character.
  const end = /[\uD800-\uDBFF]/.test(json.charAt(most - 1)) ? most - 1 : most;
  return { value: json.slice(0, end), isCut: true };
}
