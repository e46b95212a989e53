import type { IncomingMessage } from 'node:http';
import type { Principal } from '@redoubt/tenancy';

/**
 * Why nobody was recognised. `isSuspect`: what was given was never a credential of ours. `unavailable`: it cannot be told
 * now; try again. `forbidden`: a cookie that another page may have sent.
 */
export type AuthRefusal =
  { refused: string; isSuspect?: boolean } | { forbidden: string; principal: Principal } | { unavailable: true };

/** Tells who sent a request. */
export interface Authenticator {
  authenticate(request: IncomingMessage): Promise<Principal | AuthRefusal>;
}
