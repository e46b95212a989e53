import { argon2Sync } from 'node:crypto';
import { RetryableError } from '@redoubt/contracts';
import { DEFAULT_PASSWORD_COST, hashPassword, verifyPassword } from './password-hash.ts';

const cheap = { memoryKib: 64, passes: 1, lanes: 1 };

test('agrees with the vector of RFC 9106, section 5.3', () => {
  const tag = argon2Sync('argon2id', {
    message: Buffer.alloc(32, 1),
    nonce: Buffer.alloc(16, 2),
    secret: Buffer.alloc(8, 3),
    associatedData: Buffer.alloc(12, 4),
    parallelism: 4,
    tagLength: 32,
    memory: 32,
    passes: 3,
  });
  expect(tag.toString('hex')).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
});

test('a hash names its parameters and never repeats', async () => {
  const hash = await hashPassword('correct horse battery', cheap);
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  expect(await hashPassword('correct horse battery', cheap)).not.toBe(hash);
  expect(await verifyPassword('correct horse battery', hash, cheap)).toEqual({ isCorrect: true, needsRehash: false });
  expect(await verifyPassword('correct horse batterz', hash, cheap)).toEqual({ isCorrect: false, needsRehash: false });
});

test('asks for a new hash when the cost has changed, of those who know the password only', async () => {
  const hash = await hashPassword('correct horse battery', cheap);
  const dearer = { ...cheap, passes: 2 };
  expect(await verifyPassword('correct horse battery', hash, dearer)).toEqual({ isCorrect: true, needsRehash: true });
  expect(await verifyPassword('wrong', hash, dearer)).toEqual({ isCorrect: false, needsRehash: false });
});

test('the default is what OWASP recommends', async () => {
  expect(await hashPassword('x')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(DEFAULT_PASSWORD_COST).toEqual({ memoryKib: 19_456, passes: 2, lanes: 1 });
});

test.each([
  undefined,
  '',
  'plain text',
  '$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA',
  '$argon2id$v=19$m=9999999,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA',
  '$argon2id$v=19$m=1,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA',
])('no password is right for %j', async (stored) => {
  expect((await verifyPassword('', stored, cheap)).isCorrect).toBe(false);
});

test('one password in two normal forms is one password', async () => {
  const hash = await hashPassword('Zoe\u0308-and-more', cheap);
  expect((await verifyPassword('Zo\u00eb-and-more', hash, cheap)).isCorrect).toBe(true);
});

test('further checks are refused while too many wait', async () => {
  const all = await Promise.allSettled(Array.from({ length: 40 }, () => hashPassword('x', cheap)));
  const refused = all.filter((one) => one.status === 'rejected');
  expect(refused).toHaveLength(8);
  expect(refused.every((one) => one.reason instanceof RetryableError)).toBe(true);
  await hashPassword('x', cheap);
});

test('an account that is not there costs a check all the same', async () => {
  const nobody = Array.from({ length: 32 }, () => verifyPassword('x', undefined, cheap));
  await expect(verifyPassword('x', undefined, cheap)).rejects.toThrow(RetryableError);
  expect((await Promise.all(nobody)).every(({ isCorrect, needsRehash }) => !isCorrect && !needsRehash)).toBe(true);
});
