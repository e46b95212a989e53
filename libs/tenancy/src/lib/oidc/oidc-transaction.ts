import { hkdfSync } from 'node:crypto';
import { decodeProtectedHeader, EncryptJWT, jwtDecrypt } from 'jose';
import type { SessionKey, SessionKeys } from '../sessions/session-keys.ts';

/** What must come back from the provider as it was sent. */
export interface OidcTransaction {
  state: string;
  nonce: string;
  codeVerifier: string;
}

const LIFE_S = 600;
const AUDIENCE = 'redoubt:oidc';

/** Seals it for a cookie of the browser that began, so that no instance needs to remember it. */
export function sealTransaction(keys: SessionKeys, transaction: OidcTransaction, nowMs: number): Promise<string> {
  const issuedAtS = Math.floor(nowMs / 1000);
  return new EncryptJWT({ ...transaction })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: keys[0].id })
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAtS)
    .setExpirationTime(issuedAtS + LIFE_S)
    .encrypt(encryptionKeyOf(keys[0]));
}

/** @returns undefined for anything that we did not seal within ten minutes */
export async function openTransaction(
  keys: SessionKeys,
  sealed: string,
  nowMs: number,
): Promise<OidcTransaction | undefined> {
  if (sealed.length > 4_096) return undefined;
  try {
    const { kid } = decodeProtectedHeader(sealed);
    const key = keys.find(({ id }) => id === kid);
    if (!key) return undefined;
    const { payload } = await jwtDecrypt<OidcTransaction>(sealed, encryptionKeyOf(key), {
      audience: AUDIENCE,
      currentDate: new Date(nowMs),
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    const { state, nonce, codeVerifier } = payload;
    return { state, nonce, codeVerifier };
  } catch {
    return undefined;
  }
}

/** A key of its own for each purpose (RFC 5869). */
function encryptionKeyOf({ secret }: SessionKey): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'redoubt oidc transaction', 32));
}
