// A Lua script and its contract: named keys, named arguments, a typed reply. The .lua file beside the contract holds
// the text and the same names in its header; a test holds the two together. A line `-- PART name` stands for a function
// that several scripts have in common, with everything it works on as its arguments; parts have no parts.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Connection } from './connection.js';
import type { QueueKeys } from './keys.js';
import type { Reply, ScriptText, ScriptTexts } from './script-text.js';

export type { Reply } from './script-text.js';

export interface ScriptContract<Keys, Input, Output> {
  readonly name: string;
  /** The names of KEYS, as in the header of the .lua file. */
  readonly keyNames: readonly string[];
  readonly keys: (keys: Keys, input: Input) => string[];
  /** ARGV. */
  readonly values: (keys: Keys, input: Input) => (string | number)[];
  readonly read: (reply: Reply, input: Input) => Output;
}

export class Script<Keys, Input, Output> implements ScriptTexts {
  readonly current: ScriptText;
  readonly legacy: ScriptText;

  constructor(readonly contract: ScriptContract<Keys, Input, Output>) {
    const lua = readLua(contract.name).replace(/^-- PART (\S+)\n/gm, (_line, part) => readLua(`parts/${part}`));
    this.current = withSha(lua);
    // Redis 6.2 has no `allow-oom`. There a first write that needs no memory lifts the check for the rest of the script.
    this.legacy = withSha(lua.replace(/^#!lua flags=allow-oom\n/, "redis.call('DEL', KEYS[1] .. ':none')\n"));
  }

  /**
   * Runs the script; rejects with a coded error when Redis does not answer within `deadlineMs`.
   * A rejected call may still have been executed: every script here can be sent again.
   */
  async run(connection: Connection, keys: Keys, input: Input, deadlineMs?: number): Promise<Output> {
    const { contract } = this;
    const reply = await connection.script(this, contract.keys(keys, input), contract.values(keys, input), deadlineMs);
    return contract.read(reply, input);
  }
}

/** Every script of this process, for the test that holds headers and contracts together. */
export const scripts: Script<never, never, unknown>[] = [];

export function defineScript<Keys, Input, Output>(
  contract: ScriptContract<Keys, Input, Output>,
): Script<Keys, Input, Output> {
  const script = new Script(contract);
  scripts.push(script as unknown as Script<never, never, unknown>);
  return script;
}

type KeyName = { [N in keyof QueueKeys]: QueueKeys[N] extends string ? N : never }[keyof QueueKeys];

/** The keys of a contract where each is one of the queue's own, by its name in the key table. */
export const keysNamed = (...keyNames: KeyName[]) => ({
  keyNames,
  keys: (keys: QueueKeys): string[] => keyNames.map((name) => keys[name]),
});

const readLua = (name: string): string => readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8');

const withSha = (lua: string): ScriptText => ({ lua, sha: createHash('sha1').update(lua).digest('hex') });
