// Who may do what. Every route names one action; the table says from which role on it is allowed, and whether it changes
// anything. Each role may do what the ones before it may.

export const ROLES = ['read', 'operate', 'admin'] as const;

/** `read` sees everything but the log of operations; `operate` steers jobs; `admin` also changes what queues are. */
export type Role = (typeof ROLES)[number];

export interface ActionRule {
  readonly role: Role;
  /** It changes something: refused in read-only mode, and entered into the log of operations. */
  readonly changes: boolean;
}

const look = (role: Role = 'read'): ActionRule => ({ role, changes: false });
const change = (role: Role): ActionRule => ({ role, changes: true });

export const ACTIONS = {
  'session.read': look(),
  'queues.read': look(),
  'queues.pause': change('operate'),
  'queues.limit': change('admin'),
  'queues.audit': look('admin'),
  'queues.repair': change('admin'),
  'queues.destroy': change('admin'),
  'jobs.read': look(),
  'jobs.add': change('operate'),
  'jobs.retry': change('operate'),
  'jobs.cancel': change('operate'),
  'jobs.promote': change('operate'),
  'jobs.reschedule': change('operate'),
  'jobs.remove': change('operate'),
  'jobs.steer': change('operate'),
  'jobs.share': look('operate'),
  'schedules.read': look(),
  'schedules.run': change('operate'),
  'schedules.pause': change('operate'),
  'schedules.set': change('admin'),
  'schedules.remove': change('admin'),
  'workers.read': look(),
  'workers.quiet': change('operate'),
  'workers.stop': change('admin'),
  'boards.read': look(),
  'boards.post': change('operate'),
  'channels.read': look(),
  'channels.publish': change('operate'),
  'events.read': look(),
  'redis.read': look(),
  'operations.read': look('admin'),
  'metrics.read': look(),
} as const satisfies Record<string, ActionRule>;

/** What a route does, as the `authorize` hook and the log of operations call it. */
export type Action = keyof typeof ACTIONS;

/** Whether somebody with this role may do it. */
export const mayDo = (role: Role, action: Action): boolean =>
  ROLES.indexOf(role) >= ROLES.indexOf(ACTIONS[action].role);
