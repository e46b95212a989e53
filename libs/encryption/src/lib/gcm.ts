import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SecretUnreadable } from './secret-unreadable.ts';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What AES-256-GCM (NIST SP 800-38D) adds to a text: a random initialisation vector and a tag. */
export const OVERHEAD_BYTES = IV_BYTES + TAG_BYTES;

/** Layout: iv 12 bytes, tag 16, then the text. @param bound has to be given again to open it */
export function encrypt(key: Buffer, text: Buffer, bound: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(bound);
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** @throws SecretUnreadable */
export function decrypt(key: Buffer, sealed: Buffer, bound: Buffer): Buffer {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(bound).setAuthTag(sealed.subarray(IV_BYTES, OVERHEAD_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(OVERHEAD_BYTES)), decipher.final()]);
  } catch {
    // The driver's error says nothing more, and whatever it might quote is a secret.
    throw new SecretUnreadable('damaged', 'the secret is damaged or belongs elsewhere');
  }
}
