import { hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

const ID_LENGTH = 16;
const SECRET_BYTES = 32;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** `rk_`, 12 to 32 letters or digits, `_`, 256 bits as base64url. */
const shape = /^rk_([0-9A-Za-z]{12,32})_([0-9A-Za-z_-]{43})$/;
const scheme = /^(?:bearer|apikey|splunk) +/i;

/** An API key as its holder has it; the platform keeps the id and the hash only. */
export interface ApiKeyText {
  id: string;
  secret: Buffer;
}

/** Makes a key; `text` is shown once and never stored. */
export function generateApiKey(): { id: string; text: string; secretHash: Buffer } {
  const id = Array.from({ length: ID_LENGTH }, () => BASE62[randomInt(BASE62.length)]).join('');
  const secret = randomBytes(SECRET_BYTES);
  return { id, text: `rk_${id}_${secret.toString('base64url')}`, secretHash: hashSecret(secret) };
}

/** Reads an Authorization value: the key alone or after `Bearer`, `ApiKey` or `Splunk`; null when it holds no key. */
export function parseApiKey(headerValue: string): ApiKeyText | null {
  // Longer than any key with any scheme; keeps the expressions off hostile text.
  if (headerValue.length > 128) return null;
  const match = shape.exec(headerValue.trim().replace(scheme, ''));
  if (!match) return null;
  return { id: match[1] as string, secret: Buffer.from(match[2] as string, 'base64url') };
}

/** SHA-256 of the secret's bytes. A slow hash would add nothing: the secret is 256 random bits. */
export function hashSecret(secret: Buffer): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** Compares in constant time. */
export function isSecretOf(secret: Buffer, secretHash: Buffer): boolean {
  return secretHash.length === 32 && timingSafeEqual(hashSecret(secret), secretHash);
}

const certificateMark = Buffer.from('x509 sha256 ');

/**
 * A client certificate as a key: its id is half of the certificate's SHA-256 in hex, its secret cannot be spelled as
 * the text of a key, so nobody who only knows the certificate can send with it.
 *
 * @param fingerprint  SHA-256 of the certificate, 32 bytes
 */
export function certificateKey(fingerprint: Buffer): ApiKeyText {
  return { id: fingerprint.toString('hex').slice(0, 32), secret: Buffer.concat([certificateMark, fingerprint]) };
}
