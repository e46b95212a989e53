import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { SessionKey, SessionKeys } from './session-keys.ts';

/**
 * What a page proves with that it is ours, not only that the browser holds the cookie: bound to the session, so it is
 * kept nowhere and ends with it. base64url, 43 characters.
 */
export function csrfTokenOf(keys: SessionKeys, sessionHash: string): string {
  return macOf(keys[0], sessionHash).toString('base64url');
}

/** Whether the text is the token of the session, under any of the keys. */
export function isCsrfToken(keys: SessionKeys, sessionHash: string, text: string): boolean {
  const given = Buffer.from(text, 'base64url');
  return keys.some((key) => {
    const wanted = macOf(key, sessionHash);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}

function macOf({ secret }: SessionKey, sessionHash: string): Buffer {
  // A key of its own for each purpose (RFC 5869).
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'redoubt csrf token', 32));
  return createHmac('sha256', key).update(sessionHash).digest();
}
