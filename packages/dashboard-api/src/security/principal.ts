import type { Role } from './roles.js';

/** Who asks. */
export interface Principal {
  /** As the log of operations calls them. */
  readonly name: string;
  readonly role: Role;
  /** When they stop being it, ms since 1970: what they watch ends then. Absent: not by itself. */
  readonly expiresAt?: number;
}
