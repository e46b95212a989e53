import { ConfigError } from '@redoubt/contracts';

/** A key that session tokens are signed with. */
export interface SessionKey {
  /** Stands in the token's header. */
  id: string;
  secret: Uint8Array;
}

/** The first signs, all of them verify, so that a key can be replaced without signing anybody out. */
export type SessionKeys = readonly [SessionKey, ...SessionKey[]];

const shape = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43,}={0,2})$/;

/**
 * Reads `<id>:<base64>` separated by commas, newest first; each at least 32 bytes (RFC 7518, section 3.2).
 *
 * @throws ConfigError  a key of another form, a short one, or an id twice
 */
export function parseSessionKeys(text: string): SessionKeys {
  const keys = text.split(',').map((part) => parseKey(part.trim()));
  if (new Set(keys.map((key) => key.id)).size !== keys.length) throw new ConfigError('two session keys have one id');
  return keys as unknown as SessionKeys;
}

function parseKey(text: string): SessionKey {
  const match = shape.exec(text);
  const secret = match ? Buffer.from(match[2] as string, 'base64') : undefined;
  if (!match || !secret || secret.length < 32) {
    throw new ConfigError('session keys are <id>:<at least 32 bytes as base64>, separated by commas');
  }
  return { id: match[1] as string, secret: new Uint8Array(secret) };
}
