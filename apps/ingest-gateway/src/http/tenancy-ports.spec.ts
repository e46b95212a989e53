import { newOrgId } from '@redoubt/contracts';
import { DEFAULT_QUOTA, type QuotaDecision, type VerifyResult } from '@redoubt/tenancy';
import { FakeClock } from '@redoubt/test-kit';
import { Refusal } from './refusal.ts';
import { keyAuthenticator, quotaGate } from './tenancy-ports.ts';

const key = { orgId: newOrgId(), keyId: 'k', scopes: ['ingest'], quota: DEFAULT_QUOTA };
const HEADER = 'Bearer rk_x_y';

const verifierOf = (verify: () => VerifyResult | Promise<VerifyResult>) => ({ verify, verifyCertificate: verify });

async function codeOf(result: VerifyResult): Promise<string> {
  const authenticator = keyAuthenticator(verifierOf(() => result));
  const late = keyAuthenticator(verifierOf(() => Promise.resolve(result)));
  const asks = [authenticator, late].flatMap(({ authenticate, authenticateCertificate }) => [
    () => authenticate(HEADER),
    () => authenticateCertificate(Buffer.alloc(32)),
  ]);
  const codes = asks.map(async (ask) => {
    try {
      return (await ask()).keyId;
    } catch (error) {
      return error instanceof Refusal ? error.code : String(error);
    }
  });
  const all = new Set(await Promise.all(codes));
  expect(all.size).toBe(1);
  return [...all][0] ?? '';
}

describe('keyAuthenticator', () => {
  it.each<[string, VerifyResult, string]>([
    ['a key with the scope', key, 'k'],
    ['a key without it', { ...key, scopes: ['read'] }, 'forbidden'],
    ['a malformed key', { refused: 'malformed' }, 'unauthenticated'],
    ['an unknown key', { refused: 'unknown' }, 'unauthenticated'],
    ['a revoked key', { refused: 'revoked' }, 'unauthenticated'],
    ['an expired key', { refused: 'expired' }, 'unauthenticated'],
    ['no answer of Redis', { unavailable: true }, 'unavailable'],
  ])('%s', async (_, result, expected) => expect(await codeOf(result)).toBe(expected));

  it('asks the verifier again after half a second, so that a revocation comes through', () => {
    const clock = new FakeClock();
    let asked = 0;
    let result: VerifyResult = key;
    const verify = (): VerifyResult => {
      asked += 1;
      return result;
    };
    const { authenticate } = keyAuthenticator(verifierOf(verify), clock);
    for (let i = 0; i < 5; i += 1) expect(authenticate(HEADER)).toBe(key);
    expect(asked).toBe(1);
    result = { refused: 'revoked' };
    clock.advance(499);
    expect(authenticate(HEADER)).toBe(key);
    clock.advance(1);
    expect(() => authenticate(HEADER)).toThrow(Refusal);
    expect(() => authenticate(undefined)).toThrow(Refusal);
  });
});

describe('quotaGate', () => {
  const chargeWith = (decision: QuotaDecision | Promise<QuotaDecision>): number | Promise<number> =>
    quotaGate({ take: () => decision }).charge(key, { events: 1, bytes: 1 });

  it('answers 0 or the time to wait, without a promise where the quota needs none', async () => {
    expect(chargeWith({ ok: true })).toBe(0);
    expect(chargeWith({ ok: false, retryAfterMs: 7 })).toBe(7);
    expect(await chargeWith(Promise.resolve({ ok: true }))).toBe(0);
    expect(await chargeWith(Promise.resolve({ ok: false, retryAfterMs: 9 }))).toBe(9);
  });
});
