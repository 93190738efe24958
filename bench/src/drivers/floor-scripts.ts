// The floor's keys and its scripts as commands of a connection.
import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';

export const TAG = '{floor:q}:';
export const WORKER_ID = 'w';

export const key = (name: string): string => TAG + name;

type Taken = [ids?: string[], tokens?: string[], messages?: string[]];
type Adopted = [token?: string, message?: string];

export interface FloorRedis extends Redis {
  enqueue(...keysAndArguments: string[]): Promise<number>;
  exchange(...keysAndArguments: (string | number)[]): Promise<Taken>;
  adopt(...keysAndArguments: string[]): Promise<Adopted>;
}

export const EXCHANGE_KEYS = [
  'waiting',
  `active:${WORKER_ID}`,
  'leases',
  'delayed',
  'completed',
  'meta',
  'stats',
  'gone',
  'tries',
].map(key);
export const ADOPT_KEYS = [`pending:${WORKER_ID}`, `active:${WORKER_ID}`, 'leases', 'meta', 'tries'].map(key);

const source = (name: string): string => readFileSync(new URL(`./floor-${name}.lua`, import.meta.url), 'utf8');

export function connectFloor(url: string): FloorRedis {
  const redis = new Redis(url);
  redis.defineCommand('enqueue', { numberOfKeys: 1, lua: source('enqueue') });
  redis.defineCommand('exchange', { numberOfKeys: EXCHANGE_KEYS.length, lua: source('exchange') });
  redis.defineCommand('adopt', { numberOfKeys: ADOPT_KEYS.length, lua: source('adopt') });
  return redis as FloorRedis;
}
