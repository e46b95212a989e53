import { clusterKeys, type GroupName } from '@redoubt/key-schema';
import { FakeClock, startRedisCluster, waitFor } from '@redoubt/test-kit';
import { connectTestBackends, connectTestRedis, silentLog, type TestBackends } from '../testing/test-backends.ts';
import { createApiKey, revokeApiKey, type NewApiKey } from './api-keys.ts';
import { createApiKeyVerifier, type ApiKeyVerifier } from './api-key-verifier.ts';
import { generateApiKey } from './api-key-text.ts';
import { provisionOrganization } from './organizations.ts';
import { projectApiKeys } from './projection.ts';

const expectedGroups: GroupName[] = ['db_writer'];
let deps: TestBackends;
let orgId: string;

beforeAll(async () => {
  deps = await connectTestBackends();
  orgId = (await provisionOrganization(deps, { name: 'acme', expectedGroups })).id;
});
afterAll(() => deps.close());

function newKey(expiresAtMs?: number): Promise<NewApiKey> {
  const end = expiresAtMs === undefined ? {} : { expiresAtMs };
  return createApiKey(deps, { organization: 'acme', name: 'k', scopes: ['ingest'], ...end });
}

function newVerifier(clock?: FakeClock): ApiKeyVerifier {
  return createApiKeyVerifier({ redis: deps.redis, log: silentLog, ...(clock ? { clock } : {}) });
}

describe('createApiKeyVerifier', () => {
  test('a good key gives its organisation; the second answer needs no promise', async () => {
    const key = await newKey();
    const verifier = newVerifier();
    expect(await verifier.verify(`Bearer ${key.text}`)).toMatchObject({ orgId, keyId: key.id, scopes: ['ingest'] });
    expect(verifier.verify(key.text)).toMatchObject({ orgId });
  });

  test('malformed, unknown and wrong secrets are refused alike for those who guess', async () => {
    const key = await newKey();
    const verifier = newVerifier();
    expect(verifier.verify(undefined)).toEqual({ refused: 'malformed' });
    expect(verifier.verify('rk_nope')).toEqual({ refused: 'malformed' });
    expect(await verifier.verify(generateApiKey().text)).toEqual({ refused: 'unknown' });
    const guessed = key.text.slice(0, -43) + generateApiKey().text.slice(-43);
    expect(await verifier.verify(guessed)).toEqual({ refused: 'unknown' });
    await revokeApiKey(deps, key.id);
    expect(await newVerifier().verify(guessed)).toEqual({ refused: 'unknown' });
  });

  test('a revoked key stops within 5 s at a verifier in constant use', async () => {
    const key = await newKey();
    const verifier = newVerifier();
    expect(await verifier.verify(key.text)).toMatchObject({ orgId });
    await revokeApiKey(deps, key.id);
    const revokedAt = performance.now();
    await waitFor(async () => 'refused' in (await verifier.verify(key.text)), { timeoutMs: 5_000, intervalMs: 5 });
    expect(performance.now() - revokedAt).toBeLessThan(5_000);
    expect(await verifier.verify(key.text)).toEqual({ refused: 'revoked' });
  });

  test('an answer is never used beyond 3 s without asking again', async () => {
    const key = await newKey();
    const clock = new FakeClock(Date.now());
    const verifier = newVerifier(clock);
    await verifier.verify(key.text);
    await revokeApiKey(deps, key.id);
    clock.advance(1_400);
    expect(verifier.verify(key.text)).toMatchObject({ orgId });
    clock.advance(1_601);
    expect(await verifier.verify(key.text)).toEqual({ refused: 'revoked' });
  });

  test('a writer that comes late does not bring a revoked key back', async () => {
    const key = generateApiKey();
    const quota = { eventsPerSecond: 1, bytesPerSecond: 1, burstSeconds: 1 };
    const live = { id: key.id, orgId: orgId as never, secretHash: key.secretHash, scopes: ['ingest'], quota };
    await projectApiKeys(deps.redis, [{ ...live, revokedAtMs: Date.now() }]);
    await projectApiKeys(deps.redis, [live]);
    expect(await newVerifier().verify(key.text)).toEqual({ refused: 'revoked' });
  });

  test('a key ends at its expiry by the wall clock, also out of the cache', async () => {
    const clock = new FakeClock(Date.now());
    const key = await newKey(clock.now() + 60_000);
    const verifier = newVerifier(clock);
    expect(await verifier.verify(key.text)).toMatchObject({ orgId });
    clock.setNow(clock.now() + 60_000);
    expect(verifier.verify(key.text)).toEqual({ refused: 'expired' });
  });

  test('a key that was unknown works a second after it is made', async () => {
    const clock = new FakeClock(Date.now());
    const verifier = newVerifier(clock);
    const key = generateApiKey();
    expect(await verifier.verify(key.text)).toEqual({ refused: 'unknown' });
    const quota = { eventsPerSecond: 1, bytesPerSecond: 1, burstSeconds: 1 };
    const record = { id: key.id, orgId: orgId as never, secretHash: key.secretHash, scopes: ['ingest'], quota };
    await projectApiKeys(deps.redis, [record]);
    expect(verifier.verify(key.text)).toEqual({ refused: 'unknown' });
    clock.advance(1_000);
    expect(await verifier.verify(key.text)).toMatchObject({ orgId });
  });

  test('requests at the same moment share one look-up', async () => {
    const key = await newKey();
    const verifier = newVerifier();
    const answers = await Promise.all(Array.from({ length: 200 }, async () => verifier.verify(key.text)));
    expect(answers.every((answer) => 'orgId' in answer)).toBe(true);
  });

  test('without Redis a remembered key works 30 s, a new one is unavailable, a revoked one stays revoked', async () => {
    const cluster = await startRedisCluster();
    const redis = await connectTestRedis(cluster.addresses);
    const clock = new FakeClock(Date.now());
    try {
      const quota = { eventsPerSecond: 1, bytesPerSecond: 1, burstSeconds: 1 };
      const [good, revoked] = [generateApiKey(), generateApiKey()];
      const common = { orgId: orgId as never, scopes: ['ingest'], quota };
      await projectApiKeys(redis, [
        { ...common, id: good.id, secretHash: good.secretHash },
        { ...common, id: revoked.id, secretHash: revoked.secretHash, revokedAtMs: Date.now() },
      ]);
      const verifier = createApiKeyVerifier({ redis, log: silentLog, clock }, { lookupTimeoutMs: 100 });
      await verifier.verify(good.text);
      await verifier.verify(revoked.text);
      await Promise.all(cluster.nodes.map((node) => cluster.kill9(node)));
      clock.advance(10_000);
      expect(await verifier.verify(good.text)).toMatchObject({ orgId });
      expect(await verifier.verify(revoked.text)).toEqual({ refused: 'revoked' });
      expect(await verifier.verify(generateApiKey().text)).toEqual({ unavailable: true });
      clock.advance(20_001);
      expect(await verifier.verify(good.text)).toEqual({ unavailable: true });
      expect(await verifier.verify(revoked.text)).toEqual({ refused: 'revoked' });
    } finally {
      await redis.close();
      await cluster.stop();
    }
  });

  test('while Redis does not answer, ids that nobody has are answered at once and keep no key from its look-up', async () => {
    const clock = new FakeClock(Date.now());
    const key = await newKey();
    let isStuck = false;
    const asked: string[] = [];
    const call: TestBackends['redis']['call'] = (command, name, ...rest) => {
      asked.push(String(name));
      return isStuck ? new Promise(() => undefined) : deps.redis.call(command, name, ...rest);
    };
    const redis = { call } as TestBackends['redis'];
    const verifier = createApiKeyVerifier({ redis, log: silentLog, clock }, { lookupTimeoutMs: 100, maxLookups: 8 });
    await verifier.verify(key.text);
    isStuck = true;
    asked.length = 0;
    const made = Array.from({ length: 10 }, () => generateApiKey().text);
    const answers = await Promise.all(made.map(async (text) => verifier.verify(text)));
    expect(answers).toEqual(made.map(() => ({ unavailable: true })));
    expect(asked).toHaveLength(4);
    const hasTurn = new Promise((resolve) => setTimeout(resolve, 50));
    const first = await Promise.race([verifier.verify(generateApiKey().text), hasTurn]);
    expect(first).toEqual({ unavailable: true });
    clock.advance(4_000);
    isStuck = false;
    await revokeApiKey(deps, key.id);
    expect(await verifier.verify(key.text)).toEqual({ refused: 'revoked' });
    expect(asked).toHaveLength(5);
  });

  test('the projection names the key and holds no secret', async () => {
    const key = await newKey();
    const fields = await deps.redis.call('HGETALL', clusterKeys.apiKey(key.id), []);
    expect(JSON.stringify(fields)).not.toContain(key.text.slice(-43));
  });
});
