import { type Job, Queue, Worker } from '@longshore/core';
import { Registry, register } from 'prom-client';
import { expect } from 'vitest';
import { until } from '../support/processes.js';
import { gate, test, thrownBy, type WorkerBed } from '../support/worker-bed.js';

/** All samples of a metric, as `{ name, labels, value }`. */
async function samples(bed: WorkerBed, name: string) {
  const metric = (await bed.registry.getMetricsAsJSON()).find((one) => one.name === name);
  return (metric?.values ?? []) as { metricName?: string; labels: Record<string, string>; value: number }[];
}

const handlers = {
  good: () => 'fine',
  bad: () => {
    throw new Error('no good');
  },
  second: (job: Job) => {
    if (job.attempt === 1) throw new Error('not yet');
  },
};

test('counters and histograms count by queue and job name', async ({ bed }) => {
  const worker = bed.worker(handlers);
  const { queue, queueName } = bed;
  const jobs = await queue.addBulk([
    { name: 'good', data: null },
    { name: 'good', data: null },
    { name: 'bad', data: null },
  ]);
  jobs.push(await queue.add('second', null, { attempts: 2, backoff: 1 }));
  await Promise.allSettled(jobs.map((job) => job.result({ timeout: '5s' })));
  await worker.close();
  const finished = await samples(bed, 'longshore_jobs_finished_total');
  const counted = (name: string, outcome: string) =>
    finished.find(({ labels }) => labels['name'] === name && labels['outcome'] === outcome)?.value;
  expect([counted('good', 'completed'), counted('bad', 'failed'), counted('second', 'completed')]).toEqual([2, 1, 1]);
  expect([counted('good', 'failed'), counted('bad', 'completed')]).toEqual([undefined, undefined]);
  const retries = await samples(bed, 'longshore_job_retries_total');
  expect(retries).toContainEqual({ labels: { queue: queueName, name: 'second' }, value: 1 });
  expect(await samples(bed, 'longshore_jobs_added_total')).toEqual(
    expect.arrayContaining([
      { labels: { queue: queueName, name: 'good' }, value: 2 },
      { labels: { queue: queueName, name: 'bad' }, value: 1 },
    ]),
  );
  for (const name of ['longshore_job_wait_seconds', 'longshore_job_duration_seconds']) {
    const counts = (await samples(bed, name)).filter(({ metricName }) => metricName === `${name}_count`);
    expect(counts.map(({ labels, value }) => [labels['name'], value]).sort()).toEqual([
      ['bad', 1],
      ['good', 2],
      ['second', 2],
    ]);
  }
});

test('the metrics are those that are documented, and no label carries an id', async ({ bed }) => {
  bed.worker(handlers);
  const job = await bed.queue.add('good', null, { jobId: 'an-id-of-its-own' });
  await job.result({ timeout: '5s' });
  const all = await bed.registry.getMetricsAsJSON();
  expect(all.map(({ name, type }) => [name, type]).sort()).toEqual([
    ['longshore_job_duration_seconds', 'histogram'],
    ['longshore_job_retries_total', 'counter'],
    ['longshore_job_wait_seconds', 'histogram'],
    ['longshore_jobs_added_total', 'counter'],
    ['longshore_jobs_finished_total', 'counter'],
    ['longshore_jobs_recovered_total', 'counter'],
    ['longshore_stale_reports_total', 'counter'],
    ['longshore_worker_busy_slots', 'gauge'],
    ['longshore_worker_leaked_slots', 'gauge'],
  ]);
  const labels = all.flatMap(({ values }) => values.flatMap((value) => Object.keys(value.labels)));
  expect([...new Set(labels)].sort()).toEqual(['le', 'name', 'outcome', 'queue']);
  expect(await bed.registry.metrics()).not.toContain('an-id-of-its-own');
  expect(register.getMetricsAsArray()).toEqual([]);
});

test('a job whose id was taken is not counted as added', async ({ bed }) => {
  for (let i = 0; i < 3; i++) await bed.queue.add('good', null, { jobId: 'same' });
  expect(await samples(bed, 'longshore_jobs_added_total')).toEqual([
    { labels: { queue: bed.queueName, name: 'good' }, value: 1 },
  ]);
});

test('busy slots are those that run now', async ({ bed }) => {
  const finish = gate();
  bed.worker(() => finish.opened, { concurrency: 3 });
  const busy = async () => (await samples(bed, 'longshore_worker_busy_slots'))[0]?.value;
  expect(await busy()).toBe(0);
  await bed.queue.addBulk(Array.from({ length: 5 }, () => ({ name: 'work', data: null })));
  await until(async () => (await busy()) === 3);
  finish.open();
  await until(async () => (await busy()) === 0);
});

test('workers and queues of a process share a registry, and two registries nothing', async ({ bed }) => {
  const other = new Registry();
  const apart = bed.own(new Worker(`${bed.queueName}-apart`, () => null, { ...bed.common, registry: other }));
  const queue = bed.own(new Queue(`${bed.queueName}-apart`, { ...bed.common, registry: other }));
  bed.worker(handlers);
  bed.worker(handlers);
  await apart.ready();
  await (await queue.add('elsewhere', null)).result({ timeout: '5s' });
  await thrownBy((await bed.queue.add('bad', null)).result({ timeout: '5s' }));
  expect(await other.metrics()).toContain('longshore_jobs_added_total{queue="');
  expect(await other.metrics()).not.toContain('name="bad"');
  expect(await bed.registry.metrics()).not.toContain('name="elsewhere"');
});
