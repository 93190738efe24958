/** What a caller may say about a server; everything has a default. */
export interface ServerSettings {
  /** How the append-only file is synced. `none` turns it off: data is then lost by `kill` and `restart`. Default `everysec`. */
  persistence?: 'always' | 'everysec' | 'none';
  /** Asked for by AUTH when set. Default: none. */
  password?: string;
  /** More lines of redis.conf, name to value, written as they stand there; they win over this package's own. */
  settings?: Record<string, string>;
}

/** The text of the configuration file. The data goes to the folder in which the server is started. */
export function configText(options: ServerSettings, place: { bind: string; port: number }): string {
  const { persistence = 'everysec', password, settings = {} } = options;
  const lines: [name: string, value: string][] = [
    ['bind', place.bind],
    ['port', String(place.port)],
    ['daemonize', 'no'],
    ['protected-mode', 'yes'],
    // A job lost to eviction is worse than a refused one.
    ['maxmemory-policy', 'noeviction'],
    ['save', '""'],
    ['appendonly', persistence === 'none' ? 'no' : 'yes'],
  ];
  if (persistence !== 'none') lines.push(['appendfsync', persistence]);
  if (password !== undefined) lines.push(['requirepass', quoted(password)]);
  for (const [name, value] of Object.entries(settings)) lines.push([name, value === '' ? '""' : value]);
  return lines.map(([name, value]) => oneLine(`${name} ${value}`)).join('');
}

/** redis.conf reads a double-quoted word with C-like escapes. */
function quoted(word: string): string {
  return `"${word.replace(/[\\"]/g, '\\$&')}"`;
}

function oneLine(line: string): string {
  // A line break in a value would smuggle in a second setting.
  if (/[\r\n]/.test(line)) throw new TypeError(`a setting must be one line: ${JSON.stringify(line)}`);
  return `${line}\n`;
}
