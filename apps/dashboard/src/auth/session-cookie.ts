/** Bound to this host and to HTTPS by its name (RFC 6265bis, section 4.1.3.2); browsers take `localhost` for secure. */
export const SESSION_COOKIE = '__Host-redoubt_session';

const attributes = 'Path=/; Secure; HttpOnly';

/** A `Set-Cookie` line that only this host's own pages send back. @param expiresAtMs when the session ends at the latest */
export function sessionCookie(token: string, expiresAtMs: number, nowMs: number): string {
  const maxAgeS = Math.max(0, Math.floor((expiresAtMs - nowMs) / 1_000));
  return `${SESSION_COOKIE}=${token}; Max-Age=${maxAgeS}; ${attributes}; SameSite=Strict`;
}

/** The line that makes a browser forget the session. */
export function endedSessionCookie(): string {
  return `${SESSION_COOKIE}=; Max-Age=0; ${attributes}; SameSite=Strict`;
}

/** The value of one cookie of a `Cookie` header; undefined when it is not there or empty. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && trimmed(part.slice(0, at)) === name) return trimmed(part.slice(at + 1)) || undefined;
  }
  return undefined;
}

/** White space of HTTP (RFC 9110 section 5.6.3) alone: with more, a name that browsers let others set would be ours. */
function trimmed(text: string): string {
  return text.replace(/^[ \t]+/, '').replace(/(?<![ \t])[ \t]+$/, '');
}

/** Binds a sign-in through the provider to the browser that began it. */
export const OIDC_COOKIE = '__Host-redoubt_oidc';

/** Lax, since it comes back with a request that the provider's page makes the browser send. */
export function oidcCookie(transaction: string): string {
  return `${OIDC_COOKIE}=${transaction}; Max-Age=600; ${attributes}; SameSite=Lax`;
}

export function endedOidcCookie(): string {
  return `${OIDC_COOKIE}=; Max-Age=0; ${attributes}; SameSite=Lax`;
}
