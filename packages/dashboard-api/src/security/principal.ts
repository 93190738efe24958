import type { Role } from './roles.js';

/** Who asks. */
export interface Principal {
  /** As the log of operations calls them. */
  readonly name: string;
  readonly role: Role;
}
