import { createHash, randomBytes } from 'node:crypto';
import { ConfigError } from '@redoubt/contracts';

export const KEY_BYTES = 32;
/** Keys of one ring; more would mean that old ones are never taken away. */
const MAX_KEYS = 32;
const ID = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** A key that wraps the keys of values. */
export interface EncryptionKey {
  /** `[a-z0-9][a-z0-9-]{0,31}`; of a key without a name, its fingerprint. */
  id: string;
  /** First 8 hex digits of its SHA-256: its name in values of format 1. */
  fingerprint: string;
  /** 32 bytes. */
  bytes: Buffer;
}

/** The keys of an installation: one seals, all of them open. */
export class KeyRing {
  readonly keys: readonly EncryptionKey[];
  readonly #byId: ReadonlyMap<string, EncryptionKey>;
  readonly #byFingerprint: ReadonlyMap<string, EncryptionKey>;

  /** @throws ConfigError when there is none, too many, or two of one id */
  constructor(keys: readonly EncryptionKey[]) {
    if (keys.length === 0 || keys.length > MAX_KEYS) throw new ConfigError(`a key ring has 1 to ${MAX_KEYS} keys`);
    this.keys = keys;
    this.#byId = new Map(keys.map((key) => [key.id, key]));
    this.#byFingerprint = new Map(keys.map((key) => [key.fingerprint, key]));
    if (this.#byId.size < keys.length || this.#byFingerprint.size < keys.length)
      throw new ConfigError('a key ring has each key and each id once');
  }

  /** The key that new values are sealed with: the first. */
  get active(): EncryptionKey {
    return this.keys[0] as EncryptionKey;
  }

  find(keyId: string): EncryptionKey | undefined {
    return this.#byId.get(keyId);
  }

  findByFingerprint(fingerprint: string): EncryptionKey | undefined {
    return this.#byFingerprint.get(fingerprint);
  }
}

/**
 * Reads keys as a file or variable holds them: `[<id>:]<32 bytes as base64>`, separated by line breaks or commas, the
 * active one first.
 *
 * @throws ConfigError  never with a key in its message
 */
export function parseKeyRing(text: string): KeyRing {
  const entries = text.split(/[\r\n,]/).flatMap((line) => line.trim() || []);
  return new KeyRing(entries.map(parseKey));
}

function parseKey(entry: string): EncryptionKey {
  const cut = entry.indexOf(':');
  const id = cut === -1 ? undefined : entry.slice(0, cut);
  const bytes = Buffer.from(entry.slice(cut + 1), 'base64');
  if (bytes.length !== KEY_BYTES) throw new ConfigError('a key is 32 bytes as base64');
  if (id !== undefined && !ID.test(id)) throw new ConfigError('the id of a key is of a-z, 0-9 and -, at most 32');
  const fingerprint = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  return { id: id ?? fingerprint, fingerprint, bytes };
}

/** Makes a key, as an entry of a ring. @param nowMs epoch, for its id `k<date>-<random>` */
export function newKey(nowMs: number): string {
  const date = new Date(nowMs).toISOString().slice(0, 10).replaceAll('-', '');
  return `k${date}-${randomBytes(2).toString('hex')}:${randomBytes(KEY_BYTES).toString('base64')}`;
}
