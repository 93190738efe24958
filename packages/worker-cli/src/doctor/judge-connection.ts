// Judges the way to the server: clock, rights, how quick, how many, how safe. Pure.
import { isIP } from 'node:net';
import { grouped } from '../print/text.js';
import { spanOf } from '../print/time.js';
import type { Address } from '../settings/address-of.js';
import type { Facts } from './facts.js';
import { type Finding, finding } from './finding.js';

const WRONG_CLOCK_MS = 1000;
const SLOW_MEDIAN_MS = 10;
const SLOW_P99_MS = 100;
const MANY_CLIENTS = 0.8;
const ALL_CLIENTS = 0.95;
/** Closing idle connections sooner than this makes most calls open a new one. */
const SHORT_TIMEOUT_S = 60;

export function judgeConnection(facts: Facts, address: Address): Finding[] {
  return [
    clock(facts.clock),
    rights(facts.rights),
    latency(facts.pings),
    connections(facts),
    idleTimeout(facts.config),
    encryption(address),
  ];
}

function clock(facts: Facts['clock']): Finding {
  if (!facts) return finding('clock', 'unknown', 'this user may not run TIME', 'grant +time: Longshore needs it');
  const { aheadMs, roundTripMs } = facts;
  const detail = `Redis is ${spanOf(Math.abs(aheadMs))} ${aheadMs < 0 ? 'behind' : 'ahead of'} this machine, give or take ${spanOf(Math.ceil(roundTripMs / 2))}`;
  if (Math.abs(aheadMs) <= WRONG_CLOCK_MS + roundTripMs / 2) return finding('clock', 'ok', detail);
  const advice =
    "let NTP set both clocks. Redis's is the one that counts; times that this machine gives (`runAt`) are off by as much";
  return finding('clock', 'warn', detail, advice);
}

function rights(facts: Facts['rights']): Finding {
  if (!facts) return finding('rights', 'unknown', 'what this user may do could not be tried: MULTI is refused');
  const who = facts.user === undefined ? 'this user' : `the user ${facts.user}`;
  if (facts.missing.length === 0 && facts.refused.length === 0)
    return finding('rights', 'ok', `${who} may do all that Longshore needs`);
  const parts = [
    facts.missing.length > 0 && `run ${facts.missing.join(', ')}`,
    facts.refused.length > 0 && `use the ${facts.refused.join(' and ')} of this prefix`,
  ].filter((part) => part !== false);
  const grants = [
    ...facts.missing.map((name) => `+${name}`),
    ...(facts.refused.includes('keys') ? ['~*'] : []),
    ...(facts.refused.includes('channels') ? ['&*'] : []),
  ];
  const advice = `ACL SETUSER ${facts.user ?? 'NAME'} ${grants.join(' ')}`;
  return finding(
    'rights',
    'fail',
    `${who} may not ${parts.join(', nor ')}`,
    `${advice}; keys and channels may be narrower: see the prefix`,
  );
}

function latency(pings: readonly number[]): Finding {
  if (pings.length === 0) return finding('latency', 'unknown', 'this user may not run PING');
  const sorted = pings.toSorted((one, other) => one - other);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  const [median, p99] = [at(0.5), at(0.99)];
  const detail = `${sorted.length} pings: half within ${median.toFixed(1)} ms, 99 of 100 within ${p99.toFixed(1)} ms`;
  if (median <= SLOW_MEDIAN_MS && p99 <= SLOW_P99_MS) return finding('latency', 'ok', detail);
  return finding(
    'latency',
    'warn',
    detail,
    'move the workers nearer to Redis, or look at its slow log and at the load of both machines',
  );
}

function connections({ info, config }: Facts): Finding {
  const clients = Number(info?.get('connected_clients') ?? Number.NaN);
  const most = Number(config?.get('maxclients') ?? info?.get('maxclients') ?? Number.NaN);
  if (Number.isNaN(clients)) return finding('connections', 'unknown', 'this user may not run INFO');
  const refused = Number(info?.get('rejected_connections') ?? 0);
  const shown = Number.isNaN(most) ? grouped(clients) : `${grouped(clients)} of ${grouped(most)}`;
  const detail = `${shown}${refused > 0 ? `; ${grouped(refused)} were refused since its start` : ''}`;
  const advice = 'raise maxclients, or find out who opens so many (CLIENT LIST)';
  const share = clients / most;
  if (share >= ALL_CLIENTS) return finding('connections', 'fail', detail, advice);
  return share >= MANY_CLIENTS || refused > 0
    ? finding('connections', 'warn', detail, advice)
    : finding('connections', 'ok', detail);
}

function idleTimeout(config: Facts['config']): Finding {
  const seconds = Number(config?.get('timeout') ?? Number.NaN);
  if (Number.isNaN(seconds)) return finding('idle timeout', 'unknown', 'the setting `timeout` could not be asked');
  if (seconds === 0) return finding('idle timeout', 'ok', 'Redis keeps idle connections');
  const detail = `Redis closes connections that were idle for ${spanOf(seconds * 1000)}`;
  if (seconds >= SHORT_TIMEOUT_S) return finding('idle timeout', 'ok', `${detail}; they are opened again`);
  return finding(
    'idle timeout',
    'warn',
    detail,
    'set timeout to 0: producers have to connect again for almost each call',
  );
}

function encryption({ host, isEncrypted, label }: Address): Finding {
  if (isEncrypted) return finding('encryption', 'ok', `TLS to ${label}`);
  if (host === undefined || isLoopback(host))
    return finding('encryption', 'ok', `none, and ${label} needs none on this machine`);
  const advice = 'use rediss:// where the way there is not private: password and jobs can be read on it';
  return finding('encryption', 'warn', `none on the way to ${label}`, advice);
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || (isIP(host) === 4 && host.startsWith('127.')) || host === '::1';
