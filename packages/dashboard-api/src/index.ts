// What is public, nothing else.

export { dashboardApi } from './dashboard-api.js';
export { createDashboardHandler, type DashboardHandler } from './node-handler.js';
export type { Access, AccessToken, DashboardOptions, Shown } from './options.js';
export type { Principal } from './security/principal.js';
export { createProgressToken, type ProgressTokenOptions } from './security/progress-token.js';
export type { Action, Role } from './security/roles.js';
export { type Dashboard, type StartOptions, startDashboard } from './start-dashboard.js';
