import { defineScript, type Reply } from './define-script.js';
import type { boardKeys, channelKeys } from './keys.js';

type BoardKeys = ReturnType<typeof boardKeys>;
type ChannelKeys = ReturnType<typeof channelKeys>;

/** Puts a value on a notice board. */
export const post = defineScript({
  name: 'post',
  keyNames: ['board', 'writers'],
  keys: (keys: BoardKeys) => [keys.board, keys.writers],
  values: (keys, input: { writer: string; number: number; value: string; ttlMs: number }) => [
    keys.notice,
    input.writer,
    input.number,
    input.value,
    input.ttlMs,
  ],
  read: (reply) => ({ seq: Number((reply as Reply[])[1]), at: Number((reply as Reply[])[2]) }),
});

/** Broadcasts a message on a channel. */
export const publish = defineScript({
  name: 'publish',
  keyNames: ['meta', 'history', 'writers'],
  keys: (keys: ChannelKeys) => [keys.meta, keys.history, keys.writers],
  values: (keys, input: { writer: string; number: number; message: string; keep: number | undefined }) => [
    keys.messages,
    input.writer,
    input.number,
    input.message,
    input.keep ?? '',
  ],
  read: (reply) => ({ id: Number((reply as Reply[])[1]), at: Number((reply as Reply[])[2]) }),
});

export interface Replay {
  /** The highest id that is no longer kept, when that is later than what was asked for. */
  readonly trimmed: number | undefined;
  /** The last id published. */
  readonly last: number;
  readonly messages: readonly { readonly id: number; readonly at: number; readonly text: string }[];
}

/** A part of a channel's history: what came after `since`, or all that is kept. */
export const replay = defineScript({
  name: 'replay',
  keyNames: ['meta', 'history'],
  keys: (keys: ChannelKeys) => [keys.meta, keys.history],
  values: (_keys, input: { since: number | undefined; limit: number }) => [input.since ?? '-', input.limit],
  read: (reply): Replay => {
    const [outcome, last, entries] = reply as [string, number, [string, string[]][]];
    if (outcome === 'trimmed') return { trimmed: last, last: 0, messages: [] };
    return {
      trimmed: undefined,
      last,
      messages: entries.map(([id, fields]) => ({
        id: Number.parseInt(id, 10),
        at: Number(fields[1]),
        text: fields[3] ?? 'null',
      })),
    };
  },
});
