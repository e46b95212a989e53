import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';

/** What makes a change of a record visible. */
export interface Seal {
  /** SHA-256 of the record's text, or of the hash before and the text for a link of a chain; hex. */
  hash: string;
  /** Ed25519 over the 32 bytes of `hash`, base64. */
  signature: string;
  /** First 16 hexadecimal digits of SHA-256 of the public key. */
  keyId: string;
}

/** A private key of Ed25519 and what it is known by. */
export interface SigningKey {
  keyId: string;
  /** PEM (SPKI). */
  publicKey: string;
  sign(hash: string): string;
}

/** @throws TypeError for a PEM text that is no private key of Ed25519 */
export function parseSigningKey(pem: string): SigningKey {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw new TypeError('not a private key in PEM', { cause });
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new TypeError(`a key of Ed25519 is needed, not ${key.asymmetricKeyType}`);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  return {
    ...{ keyId: keyIdOf(publicKey), publicKey },
    sign: (hash) => sign(null, Buffer.from(hash, 'hex'), key).toString('base64'),
  };
}

/** A new private key, PEM. */
export function newSigningKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** What a public key is known by. @throws Error for text that is no key */
export function keyIdOf(publicKeyPem: string): string {
  const der = createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

/** SHA-256, hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Hash of a link: of the hash before it (64 hexadecimal digits, or '' for the first) and its text. */
export function linkHash(previous: string, text: string): string {
  return sha256(`${previous}\n${text}`);
}

export function seal(hash: string, key: SigningKey): Seal {
  return { hash, signature: key.sign(hash), keyId: key.keyId };
}

/** Whether the holder of the private key signed this hash. */
export function isSignedBy({ hash, signature }: Pick<Seal, 'hash' | 'signature'>, publicKeyPem: string): boolean {
  try {
    return verify(null, Buffer.from(hash, 'hex'), createPublicKey(publicKeyPem), Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
