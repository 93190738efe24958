import { type Static, Type } from 'typebox';
import { Moment } from './shared.js';

const Whole = Type.Integer({ minimum: 0 });
const Bytes = Type.Number({ minimum: 0, description: 'bytes' });

export const RedisView = Type.Object(
  {
    product: Type.Enum(['redis', 'valkey']),
    version: Type.String(),
    mode: Type.String({ description: 'standalone, sentinel or cluster. Of a cluster one node answers, for itself.' }),
    role: Type.Enum(['primary', 'replica']),
    replicas: Whole,
    uptimeMs: Type.Number(),
    pingMs: Type.Number({ description: 'How long a small command took, there and back.' }),
    memory: Type.Object({
      used: Bytes,
      max: Type.Number({ minimum: 0, description: 'maxmemory, bytes; 0 without a limit.' }),
      policy: Type.String({ description: 'maxmemory-policy; anything but noeviction may delete jobs.' }),
    }),
    clients: Whole,
    commandsPerSecond: Whole,
    persistence: Type.Object({
      loading: Type.Boolean({ description: 'It is still reading its data from disk.' }),
      appendOnly: Type.Boolean({ description: 'Whether an append-only file is kept.' }),
      appendOnlyOk: Type.Boolean({ description: 'Whether the last write to it succeeded.' }),
      snapshotOk: Type.Boolean({ description: 'Whether the last snapshot succeeded.' }),
      snapshotAt: Type.Optional(Moment),
    }),
    keyspace: Type.Array(Type.Object({ db: Whole, keys: Whole, expires: Whole })),
    warnings: Type.Array(Type.Object({ code: Type.String(), message: Type.String() }), {
      description: 'What endangers jobs; `longshore doctor` looks further.',
    }),
  },
  { description: 'The server, as it says of itself.' },
);
export type RedisView = Static<typeof RedisView>;
export type RedisWarning = RedisView['warnings'][number];
