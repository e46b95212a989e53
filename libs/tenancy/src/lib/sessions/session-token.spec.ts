import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { newOrgId } from '@redoubt/contracts';
import { csrfTokenOf, isCsrfToken } from './csrf-token.ts';
import type { SessionKeys } from './session-keys.ts';
import { readSessionToken, sessionHashOf, signSessionToken } from './session-token.ts';

const nowMs = Date.UTC(2026, 10, 22);
const secret = new Uint8Array(Buffer.from('0123456789abcdef0123456789abcdef'));
const newer = { id: 'k2', secret };
const older = { id: 'k1', secret: new Uint8Array(32).fill(7) };
const keys: SessionKeys = [newer, older];
const claims = { userId: 'u-1', orgId: newOrgId(), expiresAtMs: nowMs + 3_600_000 };
const payload = {
  ...{ org: claims.orgId, sub: claims.userId, jti: 'x', iss: 'redoubt', aud: 'redoubt:session' },
  exp: claims.expiresAtMs / 1_000,
};
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const macOf = (text: string, algorithm = 'sha256', key: Uint8Array = secret): string =>
  createHmac(algorithm, key).update(text).digest('base64url');
const read = (token: string, atMs = nowMs) => readSessionToken(keys, token, atMs);

/** Signed with a key of ours, as only we could. */
function made(header: object, body: object = payload): string {
  const text = `${part({ alg: 'HS256', kid: 'k2', ...header })}.${part(body)}`;
  return `${text}.${macOf(text)}`;
}

describe('a session token', () => {
  it('is read as it was signed, and no two are alike', async () => {
    const tokens = [await signSessionToken(keys, claims, nowMs), await signSessionToken(keys, claims, nowMs)];
    expect(await read(tokens[0] as string)).toEqual(claims);
    expect(tokens[0]).not.toBe(tokens[1]);
    expect(await read(made({}))).toEqual(claims);
  });

  it('is none under any other algorithm, whoever signed it', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const text = (alg: string): string => `${part({ alg, kid: 'k2' })}.${part(payload)}`;
    const jwk = publicKey.export({ format: 'jwk' });
    const own = `${part({ alg: 'RS256', kid: 'k2', jwk })}.${part(payload)}`;
    const signature = (given: string): string => sign('sha256', Buffer.from(given), privateKey).toString('base64url');
    const wrong = [
      ...['none', 'None', 'NONE', 'HS256 ', 'hs256', ''].flatMap((alg) => [
        `${text(alg)}.`,
        `${text(alg)}.${macOf(text(alg))}`,
      ]),
      `${text('HS384')}.${macOf(text('HS384'), 'sha384')}`,
      `${text('HS512')}.${macOf(text('HS512'), 'sha512')}`,
      `${text('RS256')}.${signature(text('RS256'))}`,
      `${own}.${signature(own)}`,
    ];
    for (const token of wrong) expect([token, await read(token)]).toEqual([token, undefined]);
  });

  it.each([
    ...[{ kid: 'k1' }, { kid: 'k3' }, { kid: '__proto__' }, { kid: ['k2'] }, { kid: null }],
    ...[
      { crit: ['b64'], b64: false },
      { crit: ['x'], x: 1 },
    ],
  ])('is none with the header %j', async (header) => {
    expect(await read(made(header))).toBeUndefined();
  });

  it.each([
    ...[{ org: 'x' }, { org: undefined }, { org: [claims.orgId] }, { sub: undefined }, { jti: undefined }],
    ...[{ exp: undefined }, { exp: '9999999999' }, { exp: nowMs / 1_000 }, { nbf: nowMs / 1_000 + 60 }],
    ...[{ iss: 'other' }, { aud: 'redoubt:oidc' }, { aud: [] }],
  ])('is none with the claims %j', async (more) => {
    expect(await read(made({}, { ...payload, ...more }))).toBeUndefined();
  });

  it('is none when any character of it is another', async () => {
    const token = made({});
    const [, , mac = ''] = token.split('.');
    // The last character of 32 bytes in base64url has two bits that say nothing.
    for (let at = 0; at < token.length - 1; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect([at, await read(token.slice(0, at) + other + token.slice(at + 1))]).toEqual([at, undefined]);
    }
    for (const odd of [`${token}.`, `.${token}`, `${token}.${mac}`, token.slice(0, -2), 'x'.repeat(5_000), '..', '']) {
      expect(await read(odd)).toBeUndefined();
    }
  });

  it('ends by the clock', async () => {
    expect(await read(made({}), claims.expiresAtMs - 1_000)).toEqual(claims);
    expect(await read(made({}), claims.expiresAtMs)).toBeUndefined();
  });
});

describe('a CSRF token', () => {
  const hash = sessionHashOf('one');

  it('is that of its session under a key we have, and of no other', () => {
    const token = csrfTokenOf(keys, hash);
    expect(isCsrfToken(keys, hash, token)).toBe(true);
    expect(isCsrfToken([older, newer], hash, token)).toBe(true);
    expect(isCsrfToken(keys, sessionHashOf('two'), token)).toBe(false);
    expect(isCsrfToken([older], hash, token)).toBe(false);
  });

  it('is not made of a part of one, nor of the session itself', () => {
    const token = csrfTokenOf(keys, hash);
    const wrong = ['', token.slice(0, 42), `${token}AA`, token.toUpperCase(), hash, macOf(hash), 'A'.repeat(43)];
    expect(wrong.filter((text) => isCsrfToken(keys, hash, text))).toEqual([]);
  });
});
