import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { PermanentError } from '@redoubt/contracts';
import { newKey, parseKeyRing, type EncryptionKey, type KeyRing } from './key-ring.ts';

/**
 * Adds a new key to a key file, or makes the file; it is replaced as a whole and keeps its mode (0600 for a new one).
 *
 * @param isActive  whether values are sealed with it from now on; false: services only learn it, the first of two steps
 *   where they do not share this file
 * @returns its id
 * @throws ConfigError when the file holds no key ring; PermanentError while another changes it
 */
export function addKey(path: string, { isActive, nowMs }: { isActive: boolean; nowMs: number }): string {
  const entry = newKey(nowMs);
  changeFile(path, () => {
    const before = existsSync(path) ? entriesOf(readRing(path)) : [];
    return isActive ? [entry, ...before] : [...before, entry];
  });
  return entry.slice(0, entry.indexOf(':'));
}

/** Makes a key that services know already the active one. @throws PermanentError when it is not there */
export function activateKey(path: string, keyId: string): void {
  changeFile(path, () => {
    const ring = readRing(path);
    const chosen = requireKey(path, ring, keyId);
    return entriesOf({ keys: [chosen, ...ring.keys.filter((key) => key !== chosen)] });
  });
}

/** Takes a key away: what is still sealed with it can never be opened again. @throws PermanentError for the active one */
export function removeKey(path: string, keyId: string): void {
  changeFile(path, () => {
    const ring = readRing(path);
    const gone = requireKey(path, ring, keyId);
    if (gone === ring.active) throw new PermanentError(`${keyId} is the active key`);
    return entriesOf({ keys: ring.keys.filter((key) => key !== gone) });
  });
}

function requireKey(path: string, ring: KeyRing, keyId: string): EncryptionKey {
  const key = ring.find(keyId);
  if (!key) throw new PermanentError(`there is no key ${keyId} in ${path}`);
  return key;
}

function readRing(path: string): KeyRing {
  return parseKeyRing(readFileSync(path, 'utf8'));
}

function entriesOf({ keys }: Pick<KeyRing, 'keys'>): string[] {
  return keys.map(({ id, bytes }) => `${id}:${bytes.toString('base64')}`);
}

/** The file beside it is the lock too: of two that read the same ring, the later would drop the key of the earlier. */
function changeFile(path: string, change: () => readonly string[]): void {
  const beside = `${path}.new`;
  const file = openNew(beside);
  try {
    const text = change()
      .map((entry) => `${entry}\n`)
      .join('');
    fchmodSync(file, existsSync(path) ? statSync(path).mode & 0o777 : 0o600);
    writeFileSync(file, text);
    // On the disk before it stands for the old one: what was sealed with a key that is lost is lost as well.
    fsyncSync(file);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function openNew(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new PermanentError(
      `keys are being changed, or that was broken off: ${path} is there; delete it if nobody is`,
    );
  }
}
