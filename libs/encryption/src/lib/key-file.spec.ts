import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, PermanentError } from '@redoubt/contracts';
import { activateKey, addKey, removeKey } from './key-file.ts';
import { parseKeyRing } from './key-ring.ts';
import { fileKeys } from './key-source.ts';
import { createSecretBox } from './secret-box.ts';
import type { SecretContext } from './secret-context.ts';

const dir = mkdtempSync(join(tmpdir(), 'redoubt-keys-'));
afterAll(() => rmSync(dir, { recursive: true }));
const path = join(dir, 'keys');
const nowMs = Date.UTC(2026, 10, 22);
const place: SecretContext = { orgId: null, purpose: 'notification_channel', id: 'x' };
beforeEach(() => rmSync(path, { force: true }));

describe('key file', () => {
  it('is made with a first key, for its owner alone', () => {
    const id = addKey(path, { isActive: true, nowMs });
    expect(id).toMatch(/^k20261122-[0-9a-f]{4}$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(fileKeys(path).ring.active.id).toBe(id);
  });

  it('takes over a key without a name, which goes on opening what it sealed', () => {
    writeFileSync(path, `${Buffer.alloc(32, 1).toString('base64')}\n`, { mode: 0o600 });
    const keys = fileKeys(path);
    const box = createSecretBox(keys);
    const sealed = box.seal('old', place);
    const next = addKey(path, { isActive: true, nowMs });
    expect(box.refreshKeys()).toBe(true);
    expect(box.keyId).toBe(next);
    expect(box.open(sealed, place)).toBe('old');
    expect(parseKeyRing(readFileSync(path, 'utf8')).keys.map((key) => key.id)).toEqual([next, '72cd6e84']);
  });

  it('is looked at again when a value names a key that nobody knows yet', () => {
    addKey(path, { isActive: true, nowMs });
    const reader = createSecretBox(fileKeys(path));
    const first = reader.keyId;
    addKey(path, { isActive: true, nowMs: nowMs + 86_400_000 });
    const sealed = createSecretBox(fileKeys(path)).seal('x', place);
    expect(reader.open(sealed, place)).toBe('x');
    expect(reader.keyId).not.toBe(first);
  });

  it('learns a key first and uses it later, where services have copies of it', () => {
    const first = addKey(path, { isActive: true, nowMs });
    const next = addKey(path, { isActive: false, nowMs: nowMs + 86_400_000 });
    expect(fileKeys(path).ring.active.id).toBe(first);
    activateKey(path, next);
    expect(fileKeys(path).ring.active.id).toBe(next);
    expect(() => removeKey(path, next)).toThrow(PermanentError);
    removeKey(path, first);
    expect(fileKeys(path).ring.keys.map((key) => key.id)).toEqual([next]);
    expect(() => activateKey(path, first)).toThrow(`there is no key ${first}`);
  });

  it('is changed by one at a time, and by nobody over what was broken off', () => {
    const first = addKey(path, { isActive: true, nowMs });
    writeFileSync(`${path}.new`, 'half');
    expect(() => addKey(path, { isActive: true, nowMs })).toThrow('keys are being changed');
    expect(() => removeKey(path, first)).toThrow(PermanentError);
    rmSync(`${path}.new`);
    expect(() => removeKey(path, first)).toThrow('is the active key');
    expect(existsSync(`${path}.new`)).toBe(false);
    expect(fileKeys(path).ring.keys.map((key) => key.id)).toEqual([first]);
  });

  it('is refused when others may read it or it is written by a group, not when a group may read it', () => {
    addKey(path, { isActive: true, nowMs });
    for (const mode of [0o644, 0o660, 0o604]) {
      chmodSync(path, mode);
      expect(() => fileKeys(path)).toThrow(ConfigError);
    }
    chmodSync(path, 0o640);
    expect(fileKeys(path).ring.keys).toHaveLength(1);
  });

  it('holds each key and each id once', () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    expect(() => parseKeyRing(`a:${key},b:${key}`)).toThrow('once');
    expect(() => parseKeyRing(`a:${key}\na:${Buffer.alloc(32, 2).toString('base64')}`)).toThrow('once');
  });
});
