import { hash } from 'node:crypto';

/**
 * What stands in a key for user text (an asset, a user, an address): the first 128 bits of its SHA-256, hex.
 * User text itself must never enter a key: `}` would move it to another slot and `*` widen an ACL pattern.
 */
export function subjectHash(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}
