import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { ConfigError, PermanentError } from '@redoubt/contracts';

/** Seals secrets for storage and opens them again. */
export interface SecretBox {
  /** Id of the key that new secrets are sealed with: the first 8 hex digits of its SHA-256. */
  keyId: string;
  /** @param context where the secret belongs; opening it for another context fails */
  seal(secret: string, context: string): Buffer;
  /** @throws PermanentError  sealed with a key that is not here, for another context, or damaged */
  open(sealed: Buffer, context: string): string;
}

const ALGORITHM = 'aes-256-gcm';
const FORMAT = 1;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const WRAPPED_BYTES = IV_BYTES + TAG_BYTES + KEY_BYTES;

/**
 * Envelope encryption with AES-256-GCM (NIST SP 800-38D): each secret has a random key of its own, which the master
 * key wraps. Layout: format 1 byte, key id 4, wrapped key 60 (iv, tag, key), then iv, tag and text of the secret.
 *
 * @param keys  32 bytes each as base64: the first seals, all of them open, so that a key can be replaced
 * @throws ConfigError when a key has another length
 */
export function createSecretBox(keys: readonly [string, ...string[]]): SecretBox {
  const master = keys.map(parseKey);
  const byId = new Map(master.map((key) => [keyIdOf(key), key]));
  const first = master[0] as Buffer;
  return {
    keyId: keyIdOf(first),
    seal: (secret, context) => {
      const own = randomBytes(KEY_BYTES);
      return Buffer.concat([
        Buffer.from([FORMAT]),
        Buffer.from(keyIdOf(first), 'hex'),
        encrypt(first, own, context),
        encrypt(own, Buffer.from(secret), context),
      ]);
    },
    open: (sealed, context) => {
      const keyId = sealed.subarray(1, 1 + KEY_ID_BYTES).toString('hex');
      const key = byId.get(keyId);
      if (sealed[0] !== FORMAT || !key)
        throw new PermanentError(`the secret was sealed with key ${keyId}, which is not here`);
      const wrapped = sealed.subarray(1 + KEY_ID_BYTES, 1 + KEY_ID_BYTES + WRAPPED_BYTES);
      const own = decrypt(key, wrapped, context);
      return decrypt(own, sealed.subarray(1 + KEY_ID_BYTES + WRAPPED_BYTES), context).toString();
    },
  };
}

function parseKey(text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES) throw new ConfigError('a secret key is 32 bytes as base64');
  return key;
}

function keyIdOf(key: Buffer): string {
  return createHash('sha256')
    .update(key)
    .digest('hex')
    .slice(0, KEY_ID_BYTES * 2);
}

function encrypt(key: Buffer, text: Buffer, context: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    // The driver's error says nothing more, and whatever it might quote is a secret.
    throw new PermanentError('the secret is damaged or belongs elsewhere');
  }
}
