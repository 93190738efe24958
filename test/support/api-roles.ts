// Somebody for each role, for tests of who may do what.
import type { AccessToken, Role } from '@longshore/dashboard-api';

const tokenOf = (role: Role): string => `the-token-of-${role}`;

export const ROLE_TOKENS: readonly AccessToken[] = (['read', 'operate', 'admin'] as const).map((role) => ({
  role,
  name: role,
  token: tokenOf(role),
}));

/** What each role is answered: the status of `ask`, or `ok` for any that is no refusal. */
export async function allowedTo(ask: (token: string) => Promise<{ status: number }>): Promise<Role[]> {
  const allowed: Role[] = [];
  for (const { role, token } of ROLE_TOKENS) {
    const { status } = await ask(token);
    if (status !== 401 && status !== 403) allowed.push(role);
  }
  return allowed;
}
