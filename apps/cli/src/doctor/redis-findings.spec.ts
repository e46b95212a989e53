import type { NodeReading } from '../health/read-nodes.ts';
import { canaryFindingOf } from './canary-finding.ts';
import { clockFinding, type ClockReading } from './clock-findings.ts';
import { loginFindings, redisFindings } from './redis-findings.ts';

const good = { maxmemory_policy: 'noeviction', maxmemory: '100', aof_enabled: '1', redis_version: '7.0.15' };

function node(address: string, info: Readonly<Record<string, string>> | undefined): NodeReading {
  return {
    ...{ address, role: 'master', master: undefined, health: 'ok', failure: undefined, latencyMs: 1 },
    info: info === undefined ? undefined : new Map(Object.entries(info)),
    ...{ cluster: undefined, settings: undefined, denied: undefined, clients: undefined },
  };
}

function seen(infos: readonly (Readonly<Record<string, string>> | undefined)[]): Record<string, string> {
  const findings = redisFindings(infos.map((info, i) => node(`n:${i}`, info)));
  return Object.fromEntries(findings.map(({ checkId, status, evidence }) => [checkId, `${status}: ${evidence}`]));
}

describe('how nodes are set up', () => {
  it('is fine', () => {
    expect(seen([good, good])).toEqual({
      'redis.maxmemory-policy': 'ok: 2 nodes',
      'redis.maxmemory': 'ok: 2 nodes',
      'redis.aof': 'ok: 2 nodes',
      'redis.versions': 'ok: redis 7.0.15 (2 nodes)',
    });
  });

  it('is wrong where one node is', () => {
    const lru = { ...good, maxmemory_policy: 'allkeys-lru', maxmemory: '0', aof_enabled: '0' };
    expect(seen([good, lru, lru])).toMatchObject({
      'redis.maxmemory-policy': 'fail: allkeys-lru (n:1 n:2)',
      'redis.maxmemory': 'warn: no limit: the system kills it instead (n:1 n:2)',
      'redis.aof': 'fail: no append-only file (n:1 n:2)',
    });
  });

  it.each([
    ['redis 7.0.11', { redis_version: '7.0.11' }, 'fail'],
    ['redis 6.2.14', { redis_version: '6.2.14' }, 'fail'],
    ['redis 8.0.2', { redis_version: '8.0.2' }, 'ok'],
    ['valkey 9.1.2', { redis_version: '7.2.4', valkey_version: '9.1.2' }, 'ok'],
    ['valkey 7.2.9', { redis_version: '7.2.4', valkey_version: '7.2.9' }, 'fail'],
  ])('knows %s', (name, version, status) => {
    expect(seen([{ ...good, ...version }])['redis.versions']).toContain(`${status}: ${name}`);
  });

  it('is not mixed', () => {
    expect(seen([good, { ...good, redis_version: '7.2.5' }])['redis.versions']).toBe(
      'warn: redis 7.0.15 (1 nodes), redis 7.2.5 (1 nodes)',
    );
  });

  it('is unknown when no node tells', () => {
    expect(Object.values(seen([undefined]))).toEqual(Array(4).fill('unknown: no node told (INFO)'));
  });
});

describe('who comes, and how', () => {
  it('warns of the user without a name and of plain text', () => {
    expect(loginFindings('default', false).map(({ status }) => status)).toEqual(['warn', 'warn']);
    expect(loginFindings('cli', true).map(({ status }) => status)).toEqual(['ok', 'ok']);
  });
});

describe('clocks', () => {
  const clock = (of: string, skewMs: number, uncertaintyMs = 1): ClockReading => ({ of, skewMs, uncertaintyMs });
  it.each([
    [[clock('a', 3), clock('b', -40)], 'ok', 'at most 40ms apart'],
    [[clock('a', 3), clock('b', -1_500)], 'warn', 'b is 1.5s behind'],
    [[clock('a', 7_000), clock('b', 7_001)], 'fail', 'a is 7.0s ahead, b is 7.0s ahead; it is this machine'],
    // As slow as the answer was, nothing can be said.
    [[clock('a', 1_500, 800)], 'ok', '1.5s'],
    [[], 'unknown', 'no clock'],
  ])('%#: are judged', (clocks, status, text) => {
    const found = clockFinding('redis', clocks);
    expect(found.status).toBe(status);
    expect(found.evidence).toContain(text);
  });
});

describe('the canary', () => {
  const metrics = (last: number, ok: number): string => `# TYPE redoubt_canary_last_success_timestamp_seconds gauge
redoubt_canary_last_success_timestamp_seconds{app="compliance-reporter"} ${last}
redoubt_canary_rounds_total{app="compliance-reporter",result="ok"} ${ok}
`;
  it.each([
    ['', 'warn', 'no canary runs'],
    [metrics(1_000, 0), 'ok', 'none came through yet'],
    [metrics(1_000, 5), 'ok', 'came through 10.0s ago'],
    [metrics(500, 5), 'fail', 'came through 8m 30s ago'],
  ])('%#: is judged by what compliance-reporter serves', (text, status, evidence) => {
    const found = canaryFindingOf(text, 1_010_000);
    expect([found.status, found.evidence]).toEqual([status, expect.stringContaining(evidence)]);
  });
});
