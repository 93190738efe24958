// Reads what must not be typed: tokens and the secret, from settings or from the files that they name.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AccessToken } from '@longshore/dashboard-api';
import type { z } from 'zod';
import { signingSecret, tokensOfFile } from '../settings/access-tokens.js';
import { folderOf } from '../settings/folder-of.js';
import type { SettingsRead } from '../settings/read-settings.js';
import { UsageError } from '../usage-error.js';

export interface Secrets {
  readonly tokens: readonly AccessToken[];
  /** undefined: one that ends with the process. */
  readonly secret: string | undefined;
}

/** @throws {UsageError} naming what is wrong, or where both a value and a file are said: which of them should hold? */
export async function readSecrets(read: SettingsRead): Promise<Secrets> {
  const { settings, origins } = read;
  if (settings.tokensFile !== undefined && settings.tokens.length > 0) refuseBoth(origins.tokens, origins.tokensFile);
  if (settings.secretFile !== undefined && settings.secret !== undefined)
    refuseBoth(origins.secret, origins.secretFile);
  return {
    tokens: (await readNamed(read, 'tokensFile', tokensOfFile)) ?? settings.tokens,
    secret: (await readNamed(read, 'secretFile', signingSecret)) ?? settings.secret,
  };
}

function refuseBoth(one: string, other: string): never {
  throw new UsageError(`${one} and ${other} say the same thing: leave one of them out`);
}

/** What is in the file that a setting names; undefined where it names none. */
async function readNamed<T>(
  read: SettingsRead,
  name: 'tokensFile' | 'secretFile',
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const path = read.settings[name];
  if (path === undefined) return undefined;
  const where = `${read.origins[name]}: ${path}`;
  const text = await readFile(resolve(folderOf(read, name), path), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${where}: cannot be read (${error.code})`, { cause: error });
  });
  const { success, data, error } = schema.safeParse(text);
  if (success) return data;
  throw new UsageError(`${where}: ${error.issues[0]?.message ?? 'not understood'}`);
}
