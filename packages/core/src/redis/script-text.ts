/** What Redis answers: texts, numbers, nothing, or lists of them. */
export type Reply = string | number | null | Reply[];

/** A Lua text and the name that Redis gives it. */
export interface ScriptText {
  readonly lua: string;
  readonly sha: string;
}

/** The two texts of a script: for Redis 7 and Valkey as written, for 6.2 without the flags line that it does not know. */
export interface ScriptTexts {
  readonly current: ScriptText;
  readonly legacy: ScriptText;
}
