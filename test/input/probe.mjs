import http from 'node:http';
import net from 'node:net';
import { Channel, defineQueue, NoticeBoard, Queue, Worker } from '@longshore/core';

const t = async (n, f) => {
  const s = performance.now();
  try {
    const r = await f();
    console.log(n, '-> OK', r?.id ?? r);
  } catch (e) {
    console.log(
      n,
      '->',
      e.code,
      '|',
      e.constructor.name,
      '|',
      e.message,
      '|',
      e.field ?? '',
      Math.round(performance.now() - s),
    );
  }
};
const C = 'redis://127.0.0.1:1';
const q = new Queue('a', { connection: C, deadline: 100, logger: console });
await t('null bulk entry', () => q.addBulk([null]));
await t('bulk unknown', () => q.addBulk([{ name: 'x', data: 1, opts: {} }]));
await t('bulk opt', () => q.addBulk([{ name: 'x', data: 1, options: { foo: 1 } }]));
await t('bulk badname', () => q.addBulk([{ name: 'x y', data: 1 }]));
await t('schema direct', () =>
  defineQueue('a', {
    x: {
      '~standard': {
        version: 1,
        vendor: 'v',
        validate() {
          return { value: 1 };
        },
      },
    },
  }),
);
await t('schema null', () => defineQueue('a', { x: null }));
await t('schemas array', () => defineQueue('a', []));
await t('schemas str', () => defineQueue('a', 'x'));
await t('schema typo', () => defineQueue('a', { x: { dta: 1 } }));
await t('queue null', () => new Queue(null, { connection: C }));
await t('queue noopt', () => new Queue('a'));
await t('logger bad', () => new Queue('a', { connection: C, logger: {} }));
await t('registry bad', () => new Queue('a', { connection: C, registry: {} }));
const b = new NoticeBoard('b', { connection: C, deadline: 100 });
await t('post opt', () => b.post(1, { tl: 5 }));
await t('post opt null', () => b.post(1, null));
await t('post ttl', () => b.post(1, { ttl: 'x' }));
await t('watch opt', () => b.watch({ sinc: 5 }).next.name);
await t('watch since', () => b.watch({ since: '5' }).next.name);
const c = new Channel('b', { connection: C, deadline: 100 });
await t('sub since', () => c.subscribe({ since: 'x' }).next());
await t('sub opt', () => c.subscribe({ sinc: 1 }).next.name);
await t('result opt', () => q.job('a').result({ timout: 1 }) && 'pending');
await t('result timeout', () => q.job('a').result({ timeout: 'x' }));
for (const u of [
  'redis://u:%zz@127.0.0.1:1',
  'redis://u:p%@h',
  'localhost:6379',
  'user:secret@host:6379',
  'http://u:sec@h:1',
  'redis://h:1/abc',
  'redis://h:99999',
  'redis://127.0.0.1:0',
  '',
  'redis:',
  'redis://h/1/2',
  'redis://h?family=6',
  'redis://h/-1',
  ' redis://h',
])
  await t('url ' + u, () => {
    const x = new Queue('a', { connection: u });
    x.close();
  });
for (const u of [
  5,
  null,
  [],
  true,
  () => {},
  new Map(),
  new Date(),
  {},
  { port: 'x' },
  { host: 5 },
  { url: 'redis://x' },
  { keyPrefix: 'x' },
  new URL('redis://127.0.0.1:1'),
])
  await t('conn ' + String(u) + JSON.stringify(u), () => {
    const x = new Queue('a', { connection: u });
    x.close();
  });
await t('port0 add', () => new Queue('a', { connection: 'redis://127.0.0.1:0', deadline: 300 }).add('x'));
await t('port x add', () => new Queue('a', { connection: { port: 'x' }, deadline: 300 }).add('x'));
await t(
  'worker queues typo',
  () => new Worker([{ queue: 'a', handlers: () => {}, wait: 2 }], { connection: C, autorun: false }) && 'made',
);
await t('worker opt', () => new Worker('a', () => {}, { connection: C, autorun: false, conc: 1 }));
await t(
  'worker handlers typo',
  () => new Worker('a', { x: { run() {}, timeot: 1 } }, { connection: C, autorun: false }),
);
await t('worker handlers missing', () => new Worker('a', undefined, { connection: C, autorun: false }));
await t('worker opts missing', () => new Worker('a', () => {}));
await t('worker close', () => new Worker('a', () => {}, { connection: C, autorun: false }).close({ dead: 1 }));
await t('add fails', () => q.add('x', 1));
await t('add def', () => q.add('x', 1, null));
await t('runAt delay', () => q.add('x', 1, { runAt: new Date(), delay: 5 }));
await t('runAt str', () => q.add('x', 1, { runAt: '2020' }));
await t('counts', () => q.counts());
await t('get', () => q.job('a').state());
await t('definition forged', () => new Queue({ name: 'a b', schemas: {}, defaults: {} }, { connection: C }) && 'made');
// fakes
const srv = (f) =>
  new Promise((r) => {
    const s = net.createServer(f);
    s.listen(0, '127.0.0.1', () => r(s.address().port));
  });
const h = http.createServer((q, r) => r.end('hi'));
await new Promise((r) => h.listen(0, '127.0.0.1', r));
await t('http', () => new Queue('a', { connection: `redis://127.0.0.1:${h.address().port}`, deadline: 2000 }).add('x'));
const banner = await srv((s) => {
  s.write('SSH-2.0-OpenSSH_9.0\r\n');
  s.on('error', () => {});
});
await t('ssh', () => new Queue('a', { connection: `redis://127.0.0.1:${banner}`, deadline: 2000 }).add('x'));
const silent = await srv((s) => {
  s.on('error', () => {});
});
await t('silent', () => new Queue('a', { connection: `redis://127.0.0.1:${silent}`, deadline: 1000 }).add('x'));
const noauth = await srv((s) => {
  s.on('error', () => {});
  s.on('data', (d) => {
    s.write(
      d.toString().includes('auth')
        ? '-ERR unknown command `auth`, with args beginning with: `planted-secret`, \r\n'
        : '+OK\r\n',
    );
  });
});
await t('noauth', () =>
  new Queue('a', { connection: `redis://:planted-secret@127.0.0.1:${noauth}`, deadline: 1000 }).add('x'),
);
process.exit();
