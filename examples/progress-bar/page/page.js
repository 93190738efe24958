// Starts a job and shows how far it is. What a reload needs is kept in the tab: where the job is watched, and the token for it.
import { ProblemError, watchProgress } from './client/index.js';

const main = document.querySelector('main');
const bar = document.querySelector('#bar');
const step = document.querySelector('#step');
const percent = document.querySelector('#percent');
const start = document.querySelector('#start');

start.addEventListener('click', async () => {
  start.disabled = true;
  const response = await fetch('/jobs', { method: 'POST' });
  const job = await response.json();
  sessionStorage.setItem('job', JSON.stringify(job));
  await follow(job);
});

const known = sessionStorage.getItem('job');
if (known) await follow(JSON.parse(known));

async function follow({ url, token }) {
  start.disabled = true;
  main.dataset.state = 'running';
  bar.value = 0;
  step.textContent = 'waiting for a berth';
  percent.textContent = '';
  try {
    const { state } = await watchProgress(url, ({ value }) => show(value), { token });
    main.dataset.state = state;
    step.textContent = state;
  } catch (error) {
    main.dataset.state = 'failed';
    step.textContent = error instanceof ProblemError ? error.message : 'the harbour does not answer';
    sessionStorage.removeItem('job');
  }
  start.disabled = false;
}

function show(value) {
  if (!value) return;
  bar.value = value.percent;
  step.textContent = value.step;
  percent.textContent = `${value.percent} %`;
}
