import { statSync } from 'node:fs';
import { FileValue } from '@redoubt/config';
import { ConfigError } from '@redoubt/contracts';
import { parseKeyRing, type KeyRing } from './key-ring.ts';

/** Where the keys come from. */
export interface KeySource {
  readonly ring: KeyRing;
  /** Looks for newer keys now; true when there are. */
  refresh(): boolean;
}

/** Keys that stay as they are. @throws ConfigError */
export function fixedKeys(entries: readonly string[]): KeySource {
  return { ring: parseKeyRing(entries.join('\n')), refresh: () => false };
}

/** Others may not read it, and nobody but its owner may write it; a group may read what is mounted for it. */
const FORBIDDEN_MODE = 0o027;

/**
 * Keys of a file, read again once it was replaced.
 *
 * @throws ConfigError when it cannot be read, holds no keys, or is open to others
 */
export function fileKeys(path: string): KeySource {
  const rings = new FileValue([path], ([text = '']) => {
    if ((statSync(path).mode & FORBIDDEN_MODE) !== 0)
      throw new ConfigError(`${path}: others may read or write these keys; chmod 600 it`);
    return parseKeyRing(text);
  });
  return {
    get ring() {
      return rings.current;
    },
    refresh: () => rings.refresh(),
  };
}
