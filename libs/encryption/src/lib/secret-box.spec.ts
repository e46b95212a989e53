import { createCipheriv, createHash } from 'node:crypto';
import { ConfigError, PermanentError } from '@redoubt/contracts';
import { createMetrics } from '@redoubt/telemetry';
import { newOrg } from '@redoubt/test-kit';
import { createSecretBox, secretBoxOf } from './secret-box.ts';
import type { SecretContext } from './secret-context.ts';
import { describeSealed } from './sealed-format.ts';
import { SecretUnreadable } from './secret-unreadable.ts';

const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
const box = createSecretBox([`k1:${key(1)}`]);
const place: SecretContext = { orgId: newOrg(), purpose: 'notification_channel', id: 'channel-1' };

/** As values were sealed until format 2: key of the hash, organisation and row bound in, purpose not. */
function sealedInFormat1(secret: string, { orgId, id }: SecretContext): Buffer {
  const encrypt = (with32: Buffer, text: Buffer): Buffer => {
    const iv = Buffer.alloc(12, 9);
    const cipher = createCipheriv('aes-256-gcm', with32, iv).setAAD(Buffer.from(`${orgId}/${id}`));
    const body = Buffer.concat([cipher.update(text), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]);
  };
  const master = Buffer.alloc(32, 1);
  const own = Buffer.alloc(32, 5);
  const mark = createHash('sha256').update(master).digest().subarray(0, 4);
  return Buffer.concat([Buffer.from([1]), mark, encrypt(master, own), encrypt(own, Buffer.from(secret))]);
}

describe('secret box', () => {
  test('opens what it sealed, and no two seals are alike', () => {
    const sealed = box.seal('p\u00e4ss', place);
    expect(box.open(sealed, place)).toBe('p\u00e4ss');
    expect(sealed.includes('p\u00e4ss')).toBe(false);
    expect(box.seal('p\u00e4ss', place).equals(sealed)).toBe(false);
    expect(describeSealed(sealed)).toEqual({ format: 2, keyId: 'k1' });
    expect(box.open(box.seal('', place), place)).toBe('');
  });

  test.each<[string, Partial<SecretContext>]>([
    ['organisation', { orgId: newOrg() }],
    ['row', { id: 'channel-2' }],
    ['owner, the installation', { orgId: null }],
    ['place with the same words in another order', { id: `${place.id}","x` }],
  ])('a secret does not open for another %s', (_what, other) => {
    const sealed = box.seal('x', place);
    expect(() => box.open(sealed, { ...place, ...other })).toThrow(SecretUnreadable);
  });

  test('no byte may change, and no error says anything about the secret', () => {
    const sealed = box.seal('top-secret', place);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      for (const bad of [changed, sealed.subarray(0, at)]) {
        const error = thrownBy(() => box.open(bad, place));
        expect(error).toBeInstanceOf(SecretUnreadable);
        expect(`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain('top-secret');
      }
    }
  });

  test('a wrapped key does not pass for a value', () => {
    const [a, b] = [box.seal('one', place), box.seal('two', place)];
    const head = 2 + 'k1'.length;
    const mixed = Buffer.concat([a.subarray(0, head + 60), b.subarray(head + 60)]);
    expect(() => box.open(mixed, place)).toThrow('damaged');
  });

  test('an old key still opens while a new one seals; sealing anew takes the value over', () => {
    const both = createSecretBox([`k2:${key(2)}`, `k1:${key(1)}`]);
    const old = box.seal('x', place);
    expect(both.open(old, place)).toBe('x');
    expect([both.isCurrent(old), both.isCurrent(both.seal('x', place))]).toEqual([false, true]);
    const anew = both.reseal(old, place);
    expect(both.isCurrent(anew)).toBe(true);
    expect(both.open(anew, place)).toBe('x');
    expect(thrownBy(() => box.open(anew, place))).toMatchObject({ reason: 'unknown_key' });
    expect(() => box.open(anew, place)).toThrow('key k2');
  });

  test('opens values of format 1, with a key that has a name by now', () => {
    const old = sealedInFormat1('from before', place);
    expect(box.open(old, place)).toBe('from before');
    expect(box.isCurrent(old)).toBe(false);
    expect(() => box.open(old, { ...place, id: 'channel-2' })).toThrow('damaged');
    expect(box.open(box.reseal(old, place), place)).toBe('from before');
    expect(() => createSecretBox([key(7)]).open(old, place)).toThrow('which is not here');
  });

  test('counts what it does', async () => {
    const metrics = createMetrics({ app: 'test' });
    const counting = createSecretBox([key(1)], { metrics });
    const sealed = counting.seal('x', place);
    counting.open(sealed, place);
    counting.reseal(sealed, place);
    expect(() => counting.open(sealed, { ...place, orgId: null })).toThrow(PermanentError);
    expect(() => counting.seal('x'.repeat(65_537), place)).toThrow('at most 65536 bytes');
    const count = (operation: string, outcome: string) =>
      metrics.read('encryption_operations_total', { operation, outcome });
    const counts = [];
    for (const name of ['encrypt', 'decrypt', 'reencrypt'])
      counts.push([await count(name, 'success'), await count(name, 'failure')]);
    expect(counts).toEqual([
      [1, 1],
      [1, 1],
      [1, 0],
    ]);
  });

  test.each(['', 'short', Buffer.alloc(33).toString('base64'), `A B:${key(1)}`])('refuses the key %j', (text) => {
    const error = thrownBy(() => createSecretBox([text]));
    expect(error).toBeInstanceOf(ConfigError);
    if (text !== '') expect(error.message).not.toContain(text);
  });

  test('is there only with keys', () => {
    expect(secretBoxOf({ secretKeys: [] })).toBeUndefined();
    expect(secretBoxOf({ secretKeys: [`k1:${key(1)}`] })?.keyId).toBe('k1');
  });
});

function thrownBy(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
