import { KEY_BYTES } from './key-ring.ts';
import { OVERHEAD_BYTES } from './gcm.ts';
import { SecretUnreadable } from './secret-unreadable.ts';

/** The format that values are sealed in now. */
export const CURRENT_FORMAT = 2;
const WRAPPED_BYTES = OVERHEAD_BYTES + KEY_BYTES;
const FINGERPRINT_BYTES = 4;

/** What can be told of a sealed value without a key. */
export interface SealedInfo {
  format: 1 | 2;
  /** Id of the key that wraps its own; in format 1 the key's fingerprint. */
  keyId: string;
}

/** A sealed value taken apart. */
export interface SealedParts extends SealedInfo {
  wrappedKey: Buffer;
  body: Buffer;
}

/**
 * Layout of format 2: format 1 byte, length of the key's id 1 byte, id, wrapped key 60 bytes (iv, tag, key), then iv, tag
 * and text of the value. Format 1 had 4 bytes of the key's hash in the place of length and id.
 */
export function joinSealed(keyId: string, wrappedKey: Buffer, body: Buffer): Buffer {
  const id = Buffer.from(keyId, 'ascii');
  return Buffer.concat([Buffer.from([CURRENT_FORMAT, id.length]), id, wrappedKey, body]);
}

/** @throws SecretUnreadable when it is no sealed value */
export function splitSealed(sealed: Buffer): SealedParts {
  const format = sealed[0];
  if (format !== 1 && format !== CURRENT_FORMAT) throw damaged();
  const idAt = format === 1 ? 1 : 2;
  const idLength = format === 1 ? FINGERPRINT_BYTES : (sealed[1] ?? 0);
  const keyAt = idAt + idLength;
  const bodyAt = keyAt + WRAPPED_BYTES;
  if (sealed.length < bodyAt + OVERHEAD_BYTES) throw damaged();
  const id = sealed.subarray(idAt, keyAt);
  return {
    format,
    keyId: format === 1 ? id.toString('hex') : id.toString('ascii'),
    wrappedKey: sealed.subarray(keyAt, bodyAt),
    body: sealed.subarray(bodyAt),
  };
}

/** Format and key of a sealed value; undefined when it is none. */
export function describeSealed(sealed: Buffer): SealedInfo | undefined {
  try {
    const { format, keyId } = splitSealed(sealed);
    return { format, keyId };
  } catch {
    return undefined;
  }
}

function damaged(): SecretUnreadable {
  return new SecretUnreadable('damaged', 'the secret is damaged');
}
