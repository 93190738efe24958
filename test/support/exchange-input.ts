import {
  type Connection,
  type ExchangeInput,
  exchange,
  type QueueKeys,
  type Report,
  type Script,
  settle,
} from './core-internals.js';

/** What the worker `w` says when it says nothing: tests name what differs. */
export const ask = (more: Partial<ExchangeInput> = {}): ExchangeInput => ({
  wid: 'w',
  want: 0,
  alone: false,
  early: false,
  quiet: false,
  keepCompleted: 100,
  adopt: [],
  completed: [],
  ...more,
});

type Completed = ExchangeInput['completed'][number];
interface TurnInput extends Omit<ExchangeInput, 'completed'> {
  readonly reports: readonly Report[];
}

/** What a worker says in one turn of its lane, reports of all kinds among it. */
export const say = ({
  reports = [],
  ...more
}: Partial<ExchangeInput> & { reports?: readonly Report[] } = {}): TurnInput => ({
  ...ask(more),
  reports,
});

/** One turn as a lane does it: `settle` where there is something for it, and `exchange` in the same breath. */
export const turn = {
  async run(connection: Connection, keys: QueueKeys, { reports, ...input }: TurnInput) {
    const completed = reports.filter((report): report is Completed => report.verdict === 'completed');
    const others = reports.filter((report) => report.verdict !== 'completed');
    const [settled, reply] = await Promise.all([
      others.length === 0
        ? { stale: [], cancelled: [] }
        : settle.run(connection, keys, { wid: input.wid, reports: others }),
      exchange.run(connection, keys, { ...input, completed }),
    ]);
    return settled && reply
      ? { ...reply, stale: [...reply.stale, ...settled.stale], cancelled: settled.cancelled }
      : undefined;
  },
} as Pick<
  Script<
    QueueKeys,
    TurnInput,
    (NonNullable<Awaited<ReturnType<typeof exchange.run>>> & { cancelled: string[] }) | undefined
  >,
  'run'
>;

/** An open record, as a worker sends it. */
const openRecord = (state: string, outcome = '[]'): string => `[1,"${state}",${outcome},"w",1,5`;
/** The same, closed by a script. */
export const closedRecord = (state: string, at: string | number = 'now'): string => `${openRecord(state)},${at}]`;

export const completed = (id: string, held: string): Completed => ({
  verdict: 'completed',
  id,
  held,
  record: openRecord('completed'),
});
export const failed = (id: string, held: string): Report => ({
  verdict: 'failed',
  id,
  held,
  record: openRecord('failed'),
});
/** What a worker sends of a failed attempt. */
export const ATTEMPT = '[1,"w",1,5,{"name":"Error","message":"no"}';
export const retry = (id: string, held: string, amount: number): Report => ({
  verdict: 'retry',
  id,
  held,
  amount,
  record: ATTEMPT,
});
export const postponed = (id: string, held: string, amount: number): Report => ({
  verdict: 'postponed',
  id,
  held,
  amount,
});
export const released = (id: string, held: string, begun = false): Report => ({ verdict: 'released', id, held, begun });
export const crashed = (id: string, held: string, maxCrashes = 3): Report => ({
  verdict: 'crashed',
  id,
  held,
  maxCrashes,
  runMs: 5,
});
export const parked = (id: string, held: string, name: string): Report => ({ verdict: 'parked', id, held, name });
