// Known holes of servers that let whoever may run commands run programs, and where they are closed. From the release notes of
// Redis and Valkey. A version says nothing of patches that a distribution has added to an older one.

export type ServerFamily = 'redis' | 'valkey';

export interface Hole {
  readonly name: string;
  readonly what: string;
  /** The first version that has it. */
  readonly since: string;
  /** The first of each series that has it no more. Series that are newer than all of these never had it. */
  readonly closed: Readonly<Record<ServerFamily, readonly string[]>>;
}

export const HOLES: readonly Hole[] = [
  {
    name: 'CVE-2025-49844',
    what: 'a script can run programs ("RediShell")',
    since: '2.6.0',
    closed: { redis: ['6.2.20', '7.2.11', '7.4.6', '8.0.4', '8.2.2'], valkey: ['7.2.11', '8.0.6', '8.1.4'] },
  },
  {
    name: 'CVE-2026-23479',
    what: 'use after free when a client that waits is woken',
    since: '7.2.0',
    closed: {
      redis: ['7.2.14', '7.4.9', '8.2.6', '8.4.3', '8.6.3'],
      valkey: ['7.2.13', '8.0.9', '8.1.7', '9.0.4'],
    },
  },
  {
    name: 'the holes of July 2026',
    what: 'a client can run programs by RESTORE or over TLS',
    since: '2.6.0',
    closed: {
      redis: ['6.2.23', '7.2.15', '7.4.10', '8.2.8', '8.4.5', '8.6.5', '8.8.1'],
      valkey: ['7.2.14', '8.0.10', '8.1.9', '9.0.5', '9.1.1'],
    },
  },
];

/** Negative when `one` is older. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map((part) => Number.parseInt(part, 10) || 0));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const seriesOf = (version: string): string => version.split('.').slice(0, 2).join('.');

/** The holes that a server of this version has as it was released. */
export function openHoles(family: ServerFamily, version: string): readonly Hole[] {
  return HOLES.filter(({ since, closed }) => {
    if (compareVersions(version, since) < 0) return false;
    const own = closed[family].find((fixed) => seriesOf(fixed) === seriesOf(version));
    if (own !== undefined) return compareVersions(version, own) < 0;
    // A series without a fix of its own has the hole, unless it is newer than all that had to be fixed.
    return closed[family].some((fixed) => compareVersions(version, fixed) < 0);
  });
}

/** The first version of the same series that closes all holes, or else of the next series that does. */
export function closingVersion(family: ServerFamily, version: string): string | undefined {
  const all = HOLES.flatMap(({ closed }) => closed[family]).filter((fixed) => openHoles(family, fixed).length === 0);
  const later = all.filter((fixed) => compareVersions(fixed, version) > 0).sort(compareVersions);
  return later.find((fixed) => seriesOf(fixed) === seriesOf(version)) ?? later[0];
}
