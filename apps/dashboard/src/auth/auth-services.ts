import type { OidcGate } from './oidc-gate.ts';
import type { PlatformRights } from './platform-rights.ts';
import type { PasswordLogin, SessionKeys, Sessions } from '@redoubt/tenancy';

/** What signing in works with. */
export interface AuthServices {
  sessions: Sessions;
  passwords: PasswordLogin;
  sessionKeys: SessionKeys;
  /** Undefined: people sign in by password only. */
  oidc: OidcGate | undefined;
  platform: PlatformRights;
}
