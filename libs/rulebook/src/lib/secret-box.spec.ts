import { ConfigError, PermanentError } from '@redoubt/contracts';
import { createSecretBox } from './secret-box.ts';

const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
const box = createSecretBox([key(1)]);

describe('secret box', () => {
  test('opens what it sealed, and no two seals are alike', () => {
    const sealed = box.seal('p\u00e4ss', 'org/a');
    expect(box.open(sealed, 'org/a')).toBe('p\u00e4ss');
    expect(sealed.includes('p\u00e4ss')).toBe(false);
    expect(box.seal('p\u00e4ss', 'org/a').equals(sealed)).toBe(false);
  });

  test('a secret does not open elsewhere', () => {
    expect(() => box.open(box.seal('x', 'org/a'), 'org/b')).toThrow(PermanentError);
  });

  test('no byte may change', () => {
    const sealed = box.seal('secret', 'c');
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => box.open(changed, 'c')).toThrow(PermanentError);
      expect(() => box.open(sealed.subarray(0, at), 'c')).toThrow(PermanentError);
    }
  });

  test('an old key still opens while a new one seals', () => {
    const both = createSecretBox([key(2), key(1)]);
    expect(both.open(box.seal('x', 'c'), 'c')).toBe('x');
    expect(() => box.open(both.seal('x', 'c'), 'c')).toThrow(`key ${both.keyId}`);
  });

  test.each(['', 'short', Buffer.alloc(33).toString('base64')])('refuses the key %j', (text) => {
    expect(() => createSecretBox([text])).toThrow(ConfigError);
  });
});
