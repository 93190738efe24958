// `longshore dashboard`: serves the status API.
import type { SettingName } from '../settings/settings.js';
import { defineCommand } from './define-command.js';

const DASHBOARD_SETTINGS: readonly SettingName[] = [
  'host',
  'port',
  'queue',
  'readOnly',
  'tokens',
  'tokensFile',
  'secret',
  'secretFile',
  'allowedHost',
  'corsOrigin',
  'publicPath',
  'rateLimit',
  'logLevel',
  'logFormat',
];

export const dashboard = defineCommand({
  command: 'dashboard',
  describe: 'Serve queues, jobs and workers over HTTP: the status API, with metrics for Prometheus',
  settings: DASHBOARD_SETTINGS,
  describes: { queue: 'a queue that can be seen; default: all that there are' },
  json: false,
  build: (yargs) =>
    yargs
      .example('$0 dashboard', 'for this machine alone, on http://127.0.0.1:4567')
      .example('$0 dashboard --read-only --queue mail', 'one queue, to look at')
      .example(
        '$0 dashboard --host 0.0.0.0 --tokens-file /run/secrets/tokens --allowed-host jobs.example.com',
        'for others, who say by a token who they are',
      )
      .epilogue(
        'Tokens and the secret that signs sessions are not typed, as others of the machine could read them: they are in files, in LONGSHORE_TOKENS (ROLE:NAME:TOKEN, parted by commas) and LONGSHORE_SECRET, or in the configuration file. Signals: TERM and INT end it, a second one at once.',
      ),
  async run({ read, output }) {
    const { runDashboard } = await import('../dashboard/run-dashboard.js');
    return await runDashboard(read, output);
  },
});
