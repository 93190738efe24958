// What stands between JSON and Redis: a codec that makes data and results smaller, and one that encrypts them.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { defineQueue, Queue, Worker } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

/** @type {import('@longshore/core').Codec} */
const deflate = {
  id: 'deflate',
  encode: (json) => deflateRawSync(json).toString('base64'),
  decode: (text) => inflateRawSync(Buffer.from(text, 'base64')).toString(),
};

/** @param {Buffer} key 32 bytes @returns {import('@longshore/core').Codec} */
const encrypted = (key) => ({
  id: 'aes-256-gcm',
  encode(json) {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const text = Buffer.concat([cipher.update(json, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
  },
  decode(text) {
    const bytes = Buffer.from(text, 'base64');
    const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    cipher.setAuthTag(bytes.subarray(12, 28));
    return cipher.update(bytes.subarray(28), undefined, 'utf8') + cipher.final('utf8');
  },
});

const { connection, prefix, close } = await openRedis();
const options = { connection, prefix };

/** Texts as they go to Redis. @type {string[]} */
const stored = [];

/** Lets us see what a codec makes. @param {import('@longshore/core').Codec} codec @returns {import('@longshore/core').Codec} */
const watched = ({ id, encode, decode }) => ({
  id,
  decode,
  async encode(json) {
    const text = await encode(json);
    stored.push(text);
    return text;
  },
});

const pages = defineQueue('pages', {}, { codec: watched(deflate) });
const pageQueue = new Queue(pages, options);
const pageWorker = new Worker(pages, (job) => job.data, options);
const page = await pageQueue.add('count', 'many words '.repeat(2000).slice(0, 20_000));
const { length } = await page.result({ timeout: '10s' });
console.log(`deflate: ${length} characters came back, ${stored[0]?.length} bytes are stored`);

const patients = defineQueue('patients', {}, { codec: watched(encrypted(randomBytes(32))) });
const patientQueue = new Queue(patients, options);
const patientWorker = new Worker(patients, () => ({ verdict: 'healthy' }), options);
const patient = await patientQueue.add('examine', { name: 'Ada' });
const verdict = JSON.stringify(await patient.result({ timeout: '10s' }));
const kept = stored.slice(-2).join(' ');
console.log(`encrypted: ${verdict}, nothing of it is in Redis: ${!kept.includes('Ada') && !kept.includes('healthy')}`);

for (const [what, codec] of /** @type {const} */ ([
  ['without the codec', undefined],
  ['with another key', encrypted(randomBytes(32))],
])) {
  const stranger = new Queue('patients', codec ? { ...options, codec } : options);
  const result = stranger.job(patient.id).result({ timeout: '10s' });
  await result.catch((/** @type {any} */ error) => console.log(`${what}: ${error.code}`));
  await stranger.close();
}

await Promise.all([pageWorker.close(), patientWorker.close()]);
await Promise.all([pageQueue.close(), patientQueue.close()]);
await close();
