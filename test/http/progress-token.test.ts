// Who has a progress token watches its job, and does nothing else.
import { createProgressToken } from '@longshore/dashboard-api';
import { expect } from 'vitest';
import { type ApiBed, test } from '../support/api-bed.js';
import { EventReader } from '../support/event-reader.js';

const secret = 'of the tests, and long enough for it';
const admin = 'the-token-of-the-admin';

async function opened(bed: ApiBed) {
  const log: string[] = [];
  const write =
    (_level: string) =>
    (...args: unknown[]) =>
      void log.push(JSON.stringify(args));
  const logger = {
    level: 'debug',
    child: () => logger,
    ...Object.fromEntries(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((l) => [l, write(l)])),
  };
  await bed.start({ secret, tokens: [{ token: admin, role: 'admin', name: 'ada' }], logger: logger as never });
  await bed.queue.addBulk([
    { name: 'nobody-does-this', data: 'secret data', options: { jobId: 'mine' } },
    { name: 'nobody-does-this', data: 'secret data', options: { jobId: 'other' } },
  ]);
  return { log, path: `/api/v1/queues/${bed.queueName}/jobs/mine/progress` };
}

test('as a bearer token or in the URL, it opens the progress of its job alone', async ({ bed }) => {
  const { path, log } = await opened(bed);
  const token = createProgressToken({ secret, queue: bed.queueName, id: 'mine' });
  expect((await bed.ask(`${path}?wait=0`)).status).toBe(401);
  expect((await bed.ask(`${path}?wait=0`, { token })).status).toBe(204);
  expect((await bed.ask(`${path}?wait=0&token=${token}`)).status).toBe(204);
  const jobs = `/api/v1/queues/${bed.queueName}/jobs`;
  const elsewhere = [`${jobs}/other/progress`, `${jobs}/mine`, jobs, '/api/v1/queues', '/api/v1/boards/mine'];
  for (const other of elsewhere) {
    const { status, body } = await bed.ask(other, { token });
    expect({ other, status, code: body.code }).toEqual({ other, status: 401, code: 'ERR_UNAUTHENTICATED' });
    const inUrl = await bed.ask(`${other}?token=${token}`);
    expect(inUrl.status).toBe(401);
    expect(JSON.stringify([inUrl.body, body])).not.toContain(token.slice(9));
  }
  expect((await bed.ask(`${jobs}/mine`, { method: 'DELETE', token })).status).toBe(401);
  // A login of another kind does not belong into a URL.
  expect((await bed.ask(`${path}?wait=0&token=${encodeURIComponent(admin)}`)).status).toBe(401);
  expect(log.join()).not.toContain(token.slice(9));
});

test('one that has ended, was changed or was made with another secret is refused', async ({ bed }) => {
  const { path } = await opened(bed);
  const make = (more: object) => createProgressToken({ secret, queue: bed.queueName, id: 'mine', ...more });
  const whole = make({});
  const wrong = [
    make({ expiresIn: 0 }),
    make({ secret: `${secret}!` }),
    make({ id: 'other' }),
    make({ queue: 'other' }),
    `${whole.slice(0, -2)}AA`,
    whole.replace(/\.[0-9a-z]+\./, (stamp) => `.z${stamp.slice(2)}`),
    'progress..',
  ];
  for (const token of wrong) {
    expect((await bed.ask(`${path}?wait=0`, { token })).status, token).toBe(401);
    expect((await bed.ask(`${path}?wait=0&token=${token}`)).status, token).toBe(401);
  }
});

test('the API makes them for whoever may share, and a stream ends with its token', async ({ bed }) => {
  const { path } = await opened(bed);
  const made = await bed.ask(`${path}-token`, { method: 'POST', json: { expiresIn: 3000 }, token: admin });
  expect(made).toMatchObject({ status: 200, body: { url: `${path}?token=${made.body.token}` } });
  expect(made.body.expiresAt).toBeGreaterThan(Date.now());
  await using events = await EventReader.open(bed.url + made.body.url);
  expect(await events.rest()).toEqual([]);
  expect((await bed.ask(made.body.url)).status).toBe(401);
  expect((await bed.ask(`${path}-token`, { method: 'POST', json: {} })).status).toBe(401);
  const missing = await bed.ask(path.replace('mine', 'nobody').concat('-token'), {
    method: 'POST',
    json: {},
    token: admin,
  });
  expect(missing.status).toBe(404);
});
