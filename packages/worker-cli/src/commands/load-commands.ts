// All commands by name. Each is loaded when it is called: a worker does not wait for what draws tables.
import type { CommandModule } from 'yargs';

const COMMANDS: Readonly<Record<string, () => Promise<CommandModule>>> = {
  add: async () => (await import('./add.js')).add,
  audit: async () => (await import('./audit.js')).audit,
  completion: async () => (await import('./completion.js')).completion,
  config: async () => (await import('./config.js')).config,
  dashboard: async () => (await import('./dashboard.js')).dashboard,
  dev: async () => (await import('./dev.js')).dev,
  doctor: async () => (await import('./doctor.js')).doctor,
  explain: async () => (await import('./explain.js')).explain,
  jobs: async () => (await import('./jobs/jobs.js')).jobs,
  limits: async () => (await import('./limits.js')).limits,
  pause: async () => (await import('./pause.js')).pause,
  queues: async () => (await import('./queues.js')).queues,
  resume: async () => (await import('./pause.js')).resume,
  schedules: async () => (await import('./schedules.js')).schedules,
  top: async () => (await import('./top.js')).top,
  watch: async () => (await import('./watch.js')).watch,
  work: async () => (await import('./work.js')).work,
  workers: async () => (await import('./workers.js')).workers,
};

/** Those that gather others. */
export const GROUPS: ReadonlySet<string> = new Set(['jobs']);

/** The command that was called; all of them where the first word is none, for the help, completions and a guess at what was meant. */
export function loadCommands(word: string): Promise<CommandModule[]> {
  const chosen = Object.hasOwn(COMMANDS, word) ? [COMMANDS[word]] : Object.values(COMMANDS);
  return Promise.all(chosen.flatMap((load) => (load ? [load()] : [])));
}
