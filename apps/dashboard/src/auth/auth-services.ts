import type { PasswordLogin, SessionKeys, Sessions } from '@redoubt/tenancy';

/** What signing in works with. */
export interface AuthServices {
  sessions: Sessions;
  passwords: PasswordLogin;
  sessionKeys: SessionKeys;
}
