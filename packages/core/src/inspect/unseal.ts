// What a codec wrote, for people who look: read where this queue has that codec, else shown as what it is, a text and whose.
import { type Codec, decodeJson } from '../job/codec.js';

/** A value as stored; `codec`: the id of what wrote it. */
interface Sealed {
  readonly codec: string | undefined;
  readonly value: unknown;
}

/** The value, and whether it still is what the codec wrote: a list shows its other jobs all the same. */
export async function unseal(codec: Codec | undefined, sealed: Sealed, field: string): Promise<Sealed> {
  if (sealed.codec === undefined || codec?.id !== sealed.codec) return sealed;
  try {
    return { codec: undefined, value: await decodeJson(codec, sealed.codec, sealed.value, field) };
  } catch {
    return sealed;
  }
}
