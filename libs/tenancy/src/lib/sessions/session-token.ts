import { hash, randomBytes } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { isOrgId, type OrgId } from '@redoubt/contracts';
import type { SessionKeys } from './session-keys.ts';

const ISSUER = 'redoubt';
const AUDIENCE = 'redoubt:session';
const ALGORITHM = 'HS256';
/** Longer than any of ours; keeps the parser off hostile text. */
const MAX_LENGTH = 2_048;

/** What a token says of its holder; rights are in Redis only. */
export interface SessionClaims {
  userId: string;
  orgId: OrgId;
  expiresAtMs: number;
}

/** Makes a token that no other equals. @returns a JWT (RFC 7519) under HS256 */
export async function signSessionToken(keys: SessionKeys, claims: SessionClaims, nowMs: number): Promise<string> {
  const [{ id, secret }] = keys;
  return new SignJWT({ org: claims.orgId })
    .setProtectedHeader({ alg: ALGORITHM, kid: id, typ: 'JWT' })
    .setSubject(claims.userId)
    .setJti(randomBytes(16).toString('base64url'))
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(Math.floor(nowMs / 1000))
    .setExpirationTime(Math.floor(claims.expiresAtMs / 1000))
    .sign(secret);
}

/** @returns undefined for anything that is not a token of ours, signed with a key we have and not expired */
export async function readSessionToken(
  keys: SessionKeys,
  token: string,
  nowMs: number,
): Promise<SessionClaims | undefined> {
  if (token.length > MAX_LENGTH) return undefined;
  try {
    const { kid } = decodeProtectedHeader(token);
    const key = keys.find(({ id }) => id === kid);
    if (!key) return undefined;
    const { payload } = await jwtVerify(token, key.secret, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['sub', 'org', 'exp', 'jti'],
      currentDate: new Date(nowMs),
    });
    const { sub, org, exp } = payload;
    if (typeof org !== 'string' || !isOrgId(org) || sub === undefined || exp === undefined) return undefined;
    return { userId: sub, orgId: org, expiresAtMs: exp * 1000 };
  } catch {
    return undefined;
  }
}

/** What stands in keys and logs for a token: SHA-256, hex. */
export function sessionHashOf(token: string): string {
  return hash('sha256', token, 'hex');
}
