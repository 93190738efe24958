// Secrets: of the connection, of who asks, and in the data of jobs.
import { pino } from 'pino';
import { describe, expect } from 'vitest';
import { type ApiBed, test } from '../../support/api-bed.js';

describe('secrets', () => {
  const PLANTED = 'planted-secret-5up3r';

  /** An API whose log is kept, at its most talkative. */
  async function startLogged(bed: ApiBed, options: object) {
    const lines: string[] = [];
    await bed.start({
      logger: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
      ...options,
    });
    return lines;
  }

  async function everything(bed: ApiBed, headers: Record<string, string>): Promise<string> {
    const paths = [
      '/livez',
      '/readyz',
      '/metrics',
      '/api/v1/openapi.json',
      '/api/v1/queues',
      `/api/v1/queues?token=${PLANTED}`,
      `/api/v1/queues/${bed.queueName}/jobs`,
      '/api/v1/redis',
      '/api/v1/nothing',
    ];
    const texts: string[] = [];
    for (const path of paths) {
      const response = await fetch(bed.url + path, { headers });
      texts.push(JSON.stringify([...response.headers]), await response.text());
    }
    return texts.join('\n');
  }

  test('of the connection are told nowhere, not even when Redis refuses them', async ({ bed }) => {
    const { hostname, port } = new URL(bed.server.url);
    const lines = await startLogged(bed, {
      connection: `redis://someone:${PLANTED}@${hostname}:${port}`,
      deadline: '500ms',
    });
    expect(await everything(bed, {})).not.toContain(PLANTED);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain(PLANTED);
  });

  test('of requests and jobs get into no log and no list', async ({ bed }) => {
    await bed.queue.add('work', { password: PLANTED });
    const tokens = [{ token: `${PLANTED}-token`, role: 'admin', name: 'ada' }] as const;
    const lines = await startLogged(bed, { tokens });
    const headers = { authorization: `Bearer ${PLANTED}-token`, cookie: `longshore_session=${PLANTED}` };
    expect(await everything(bed, headers)).not.toContain(PLANTED);
    await bed.ask('/api/v1/session', { method: 'POST', json: { token: `${PLANTED}-token` } });
    await bed.ask('/api/v1/session', { method: 'POST', json: { token: `${PLANTED}-other` } });
    await bed.ofQueue('/jobs', { method: 'POST', json: { name: 'work', data: { password: PLANTED } }, headers });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain(PLANTED);
  });
});
