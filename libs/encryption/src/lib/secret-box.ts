import { randomBytes } from 'node:crypto';
import { PermanentError } from '@redoubt/contracts';
import type { Metrics } from '@redoubt/telemetry';
import { createEncryptionMetrics, type EncryptionOperation, type EncryptionOutcome } from './encryption-metrics.ts';
import { decrypt, encrypt } from './gcm.ts';
import { KEY_BYTES, type EncryptionKey } from './key-ring.ts';
import { fileKeys, fixedKeys, type KeySource } from './key-source.ts';
import { CURRENT_FORMAT, describeSealed, joinSealed, splitSealed, type SealedInfo } from './sealed-format.ts';
import { boundData, boundDataOfFormat1, type SecretContext } from './secret-context.ts';
import { SecretUnreadable } from './secret-unreadable.ts';

/** Largest secret, bytes of UTF-8: they are addresses and passwords, and each is held whole. */
const MAX_SECRET_BYTES = 64 * 1024;

/** Seals secrets for storage and opens them again. */
export interface SecretBox {
  /** Id of the key that new secrets are sealed with. */
  readonly keyId: string;
  /** @throws PermanentError when it is larger than 64 KiB */
  seal(secret: string, context: SecretContext): Buffer;
  /** @throws SecretUnreadable  sealed with a key that is not here, for another place, or damaged */
  open(sealed: Buffer, context: SecretContext): string;
  /** Whether it was sealed in the format and with the key that are used now. */
  isCurrent(sealed: Buffer): boolean;
  /** Whether its key is here, so that it can be opened if it is whole. */
  knowsKeyOf(sealed: Buffer): boolean;
  /** Opens it and seals it anew, with a key of its own. @throws SecretUnreadable */
  reseal(sealed: Buffer, context: SecretContext): Buffer;
  /** Whether there is a key of that id, looked for again if there was none. */
  hasKey(keyId: string): boolean;
  /** Looks for newer keys now; true when there are. */
  refreshKeys(): boolean;
}

/** Who is told of what the box did. */
export interface SecretBoxDeps {
  metrics?: Metrics | undefined;
  onOperation?: ((operation: EncryptionOperation, outcome: EncryptionOutcome) => void) | undefined;
}

/**
 * Envelope encryption with AES-256-GCM: each secret has a random key of its own, which the active key of the ring wraps.
 * Both are bound to the place that the secret belongs to.
 *
 * @param keys  entries of a key ring, the active one first, or where to find them
 * @throws ConfigError when the keys are none
 */
export function createSecretBox(
  keys: readonly string[] | KeySource,
  { metrics, onOperation }: SecretBoxDeps = {},
): SecretBox {
  const source = 'ring' in keys ? keys : fixedKeys(keys);
  const operations = metrics && createEncryptionMetrics(metrics);
  const count = (operation: EncryptionOperation, outcome: EncryptionOutcome): void => {
    operations?.inc({ operation, outcome });
    onOperation?.(operation, outcome);
  };
  const counted = <T>(operation: EncryptionOperation, work: () => T): T => {
    try {
      const result = work();
      count(operation, 'success');
      return result;
    } catch (error) {
      count(operation, 'failure');
      throw error;
    }
  };
  return {
    get keyId() {
      return source.ring.active.id;
    },
    seal: (secret, context) => counted('encrypt', () => seal(source.ring.active, secret, context)),
    open: (sealed, context) => counted('decrypt', () => open(source, sealed, context)),
    isCurrent: (sealed) => isCurrent(source.ring.active, sealed),
    knowsKeyOf: (sealed) => knowsKeyOf(source, sealed),
    reseal: (sealed, context) =>
      counted('reencrypt', () => seal(source.ring.active, open(source, sealed, context), context)),
    hasKey: (keyId) =>
      source.ring.find(keyId) !== undefined || (source.refresh() && source.ring.find(keyId) !== undefined),
    refreshKeys: () => source.refresh(),
  };
}

/** Keys as a service is configured with them. */
export interface SecretKeySettings {
  /** Entries of a key ring. */
  secretKeys: readonly string[];
  /** A file of such entries, followed while the service runs; goes before `secretKeys`. */
  secretKeyFile?: string | undefined;
}

/** The secret box of a service; undefined where it has no keys. @throws ConfigError */
export function secretBoxOf(settings: SecretKeySettings, deps: SecretBoxDeps = {}): SecretBox | undefined {
  const { secretKeys, secretKeyFile } = settings;
  if (secretKeyFile !== undefined) return createSecretBox(fileKeys(secretKeyFile), deps);
  return secretKeys.length === 0 ? undefined : createSecretBox(secretKeys, deps);
}

function seal(key: EncryptionKey, secret: string, context: SecretContext): Buffer {
  const text = Buffer.from(secret);
  if (text.length > MAX_SECRET_BYTES) throw new PermanentError(`a secret has at most ${MAX_SECRET_BYTES} bytes`);
  const own = randomBytes(KEY_BYTES);
  try {
    const wrapped = encrypt(key.bytes, own, boundData(context, key.id, 'key'));
    return joinSealed(key.id, wrapped, encrypt(own, text, boundData(context, key.id, 'value')));
  } finally {
    own.fill(0);
  }
}

function open(source: KeySource, sealed: Buffer, context: SecretContext): string {
  const { format, keyId, wrappedKey, body } = splitSealed(sealed);
  const key = findKey(source, { format, keyId });
  const bound = (part: 'key' | 'value') =>
    format === 1 ? boundDataOfFormat1(context) : boundData(context, keyId, part);
  const own = decrypt(key.bytes, wrappedKey, bound('key'));
  try {
    return decrypt(own, body, bound('value')).toString();
  } finally {
    own.fill(0);
  }
}

/** A key that is not known may have been added a moment ago. */
function findKey(source: KeySource, info: SealedInfo): EncryptionKey {
  const found = find(source, info) ?? (source.refresh() ? find(source, info) : undefined);
  if (found) return found;
  throw new SecretUnreadable('unknown_key', `the secret was sealed with key ${info.keyId}, which is not here`);
}

function find({ ring }: KeySource, { format, keyId }: SealedInfo): EncryptionKey | undefined {
  return format === 1 ? ring.findByFingerprint(keyId) : ring.find(keyId);
}

function isCurrent(active: EncryptionKey, sealed: Buffer): boolean {
  const info = describeSealed(sealed);
  return info?.format === CURRENT_FORMAT && info.keyId === active.id;
}

function knowsKeyOf(source: KeySource, sealed: Buffer): boolean {
  const info = describeSealed(sealed);
  return info !== undefined && find(source, info) !== undefined;
}
