import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { orgKeys } from '@redoubt/key-schema';
import { createApiKey, provisionOrganization, revokeApiKey } from '@redoubt/tenancy';
import { startRedisCluster, waitFor } from '@redoubt/test-kit';
import { parseMemoryInfo, usedRatio } from './admission/memory-info.ts';
import { startApp, type TestApp } from './testing/start-app.ts';

const nodes = process.env.TEST_REDIS_NODES ?? '';
const line = (index: number, severity = 'low'): string =>
  `{"eventType":"web_request","severity":"${severity}","externalId":"${index}","message":"${'m'.repeat(300)}"}`;
const lines = (count: number, from = 0): string => Array.from({ length: count }, (_, i) => line(from + i)).join('\n');
const idsOf = (texts: readonly string[]): number[] =>
  texts.map((text) => Number((JSON.parse(text) as { externalId: string }).externalId));
const ascending = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('the gateway on a cluster', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(nodes);
  });
  afterAll(() => app.close());

  it('stores what it accepts, in order, byte for byte, in two lanes', async () => {
    const response = await app.post(`${lines(250)}\n${line(250, 'critical')}`);
    expect(await response.json()).toMatchObject({ accepted: 251, refused: 0 });
    const stored = await app.stored();
    expect(stored.s.join('\n')).toBe(lines(250));
    expect(stored.p).toEqual([line(250, 'critical')]);
  });

  it('keeps organisations apart: the key decides, whatever an event says', async () => {
    const deps = { database: app.database, redis: app.redis };
    const other = await provisionOrganization(deps, { name: 'other', expectedGroups: ['db_writer'] });
    const { text } = await createApiKey(deps, { organization: 'other', name: 'x', scopes: ['ingest'] });
    const event = `{"eventType":"x","orgId":"${app.organization.id}"}`;
    const response = await app.post(event, { authorization: `Bearer ${text}` });
    expect(response.status).toBe(202);
    expect((await app.stored(other.id)).s).toEqual([event]);
  });

  it('refuses keys that are unknown, without scope, expired or revoked', async () => {
    const deps = { database: app.database, redis: app.redis };
    const reader = await createApiKey(deps, { organization: 'acme', name: 'reader', scopes: ['read'] });
    const doomed = await createApiKey(deps, { organization: 'acme', name: 'doomed', scopes: ['ingest'] });
    const soon = Date.now() + 300;
    const short = await createApiKey(deps, {
      organization: 'acme',
      name: 'short',
      scopes: ['ingest'],
      expiresAtMs: soon,
    });
    const send = (key: string) =>
      app.post(line(0), { authorization: `Bearer ${key}` }).then((response) => response.status);
    expect(await send('rk_0123456789abcdef_0123456789012345678901234567890123456789012')).toBe(401);
    expect(await send(reader.text)).toBe(403);
    expect(await send(doomed.text)).toBe(202);
    await waitFor(async () => (await send(short.text)) === 401);
    await revokeApiKey(deps, doomed.id);
    await waitFor(async () => (await send(doomed.text)) === 401, { timeoutMs: 5_000 });
  });

  it('stores a request under one Idempotency-Key once, over many pieces and however often it comes', async () => {
    const deps = { database: app.database, redis: app.redis };
    const own = await provisionOrganization(deps, { name: 'idem', expectedGroups: ['db_writer'] });
    const { text } = await createApiKey(deps, { organization: 'idem', name: 'x', scopes: ['ingest'] });
    const headers = { authorization: `Bearer ${text}`, 'idempotency-key': 'one-upload' };
    const body = lines(8_000);
    const answers = await Promise.all([
      app.post(body, headers),
      app.post(gzipSync(body), { ...headers, 'content-encoding': 'gzip' }),
    ]);
    for (const answer of answers) expect(await answer.json()).toMatchObject({ accepted: 8_000, refused: 0 });
    const replay = await app.post(body, headers);
    expect(replay.headers.get('idempotent-replayed')).toBe('true');
    expect(idsOf((await app.stored(own.id)).s)).toEqual(ascending(8_000));
    const conflict = await app.post(lines(7_999), headers);
    expect(conflict.status).toBe(422);
  });

  it('says what it does to its operators', async () => {
    const health = await fetch(`${app.opsUrl}/healthz`);
    const ready = await fetch(`${app.opsUrl}/readyz`);
    expect([health.status, ready.status]).toEqual([200, 200]);
    const text = await (await fetch(`${app.opsUrl}/metrics`)).text();
    expect(text).toMatch(/redoubt_gateway_events_accepted_total\{format="ndjson"\} [1-9]/);
    expect(text).toContain('redoubt_gateway_requests_total{code="unauthenticated"}');
    expect(text).toContain('redoubt_gateway_shed_level 0');
  });
});

describe('a quota', () => {
  it('lets a burst through, then refuses with a time to wait', async () => {
    const app = await startApp(nodes);
    const deps = { database: app.database, redis: app.redis };
    const quota = { eventsPerSecond: 10, bytesPerSecond: 1_000_000, burstSeconds: 1 };
    await provisionOrganization(deps, { name: 'small', expectedGroups: ['db_writer'], quota });
    const { text } = await createApiKey(deps, { organization: 'small', name: 'x', scopes: ['ingest'] });
    const headers = { authorization: `Bearer ${text}` };
    expect((await app.post(lines(10), headers)).status).toBe(202);
    const refused = await app.post(lines(10), headers);
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, 1]);
    await app.close();
  });
});

describe('a stop', () => {
  it('answers what is in hand with 202 and has it stored; readiness falls first', async () => {
    const app = await startApp(nodes, { LINGER_MS: '500' });
    const inHand = Array.from({ length: 20 }, (_, i) => app.post(line(i)));
    await waitFor(async () => (await app.metrics.read('append_queued_bytes')) > 6_000);
    const stopped = app.life.stop('spec');
    expect((await Promise.all(inHand)).map((response) => response.status)).toEqual(
      Array.from({ length: 20 }, () => 202),
    );
    await stopped;
    expect(idsOf((await app.stored()).s).sort((a, b) => a - b)).toEqual(ascending(20));
    await expect(fetch(app.url)).rejects.toThrow();
    await app.close();
  });
});

describe('memory', () => {
  const event = (severity: string): string =>
    `{"eventType":"x","severity":"${severity}","message":"${'m'.repeat(50)}"}`;

  it('is shed by severity as it fills; a store that is full all the same is 503 and no loss', async () => {
    const cluster = await startRedisCluster({ extraArgs: ['--maxmemory', '32mb', '--maxmemory-policy', 'noeviction'] });
    const watching = await startApp(cluster.addresses);
    const blind = await startApp(cluster.addresses, { MEMORY_POLL_MS: '3600000' });
    const status = async (severity: string): Promise<number> => (await watching.post(event(severity))).status;
    expect(await status('informational')).toBe(202);

    await fillTo(watching, 0.77);
    await waitFor(async () => (await status('informational')) === 429);
    expect([await status('low'), await status('critical')]).toEqual([202, 202]);
    const mixed = await watching.post(`${event('informational')}\n${event('high')}`);
    expect(await mixed.json()).toMatchObject({ accepted: 1, refused: 1, errors: [{ index: 0, code: 'shed' }] });

    await fillTo(watching, 0.92);
    await waitFor(async () => (await status('high')) === 429);
    expect(await status('critical')).toBe(202);

    await fillTo(watching, 0.97);
    await waitFor(async () => (await status('critical')) === 429);
    expect(await watching.metrics.read('gateway_events_shed_total', { severity: 'critical' })).toBeGreaterThan(0);

    await fillTo(blind, 0.995);
    const sent: number[] = [];
    let answer: Response;
    do {
      answer = await blind.post(randomEvents(sent.length, 20));
      if (answer.status === 202) sent.push(...ascending(20).map((i) => sent.length + i));
    } while (answer.status === 202 && sent.length < 5_000);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.json()).toMatchObject({ code: 'out_of_memory' });
    expect(idsOf((await blind.stored()).s)).toEqual(sent);

    await watching.close();
    await blind.close();
    await cluster.stop();
  }, 60_000);
});

/** Events that do not compress, so that each takes the memory it says. */
function randomEvents(from: number, count: number): string {
  const message = (): string => randomBytes(3_000).toString('base64');
  return ascending(count)
    .map((i) => `{"eventType":"x","severity":"medium","externalId":"${from + i}","message":"${message()}"}`)
    .join('\n');
}

/** Fills the master of the app's organisation up to a share of its maxmemory. */
async function fillTo(app: TestApp, ratio: number): Promise<void> {
  const keys = orgKeys(app.organization.id);
  const master = app.redis.masterOf(keys.eventsStream()) ?? '';
  const block = Buffer.alloc(64 * 1024);
  for (let i = 0; i < 2_000; i += 1) {
    const info = parseMemoryInfo(String(await app.redis.nodeCall(master, 'INFO', 'memory')));
    if (usedRatio(info) >= ratio) return;
    await app.redis.call('SET', keys.idempotency(`fill-${randomUUID()}`), [block]);
  }
  throw new Error('the master does not fill');
}
