import { makePosture } from '@redoubt/contracts/testing';
import { measureAll } from '../catalogue.ts';
import type { Evidence, NodeEvidence, SinkSeen, UserSeen } from '../evidence.ts';
import { forOrganization } from '../run.ts';
import { AT_MS, makeEvidence, makeNode, makeRecords } from '../../testing/make-evidence.ts';
import required from '../required-alerts.json' with { type: 'json' };

const DAY_MS = 86_400_000;
const found = (checkId: string, changes: Partial<Evidence>) => {
  const check = measureAll(makeEvidence(changes), []).find((one) => one.checkId === checkId);
  if (check === undefined) throw new Error(checkId);
  return check;
};
const statusOf = (checkId: string, changes: Partial<Evidence>): string => found(checkId, changes).status;

const withSettings = (own: Record<string, string>, more: Partial<NodeEvidence> = {}): NodeEvidence =>
  makeNode({ settings: new Map([...makeNode().settings, ...Object.entries(own)]), ...more });
const user = (changes: Partial<UserSeen>): UserSeen => ({
  ...{ name: 'db-writer', isOn: true, isNoPass: false, passwords: 1, grants: [] },
  ...changes,
});
const posture = makePosture(AT_MS);

describe('what looks well and is not', () => {
  it('is half of the nodes that are set up unlike the other half, or like nobody before', () => {
    const odd = withSettings({ appendfsync: 'always' });
    expect(statusOf('cfg.baseline', { nodes: [makeNode(), makeNode(), makeNode()] })).toBe('pass');
    expect(statusOf('cfg.baseline', { nodes: [makeNode(), makeNode(), odd, odd] })).toBe('fail');
    expect(statusOf('cfg.baseline', { nodes: [makeNode(), odd] })).toBe('fail');
    expect(statusOf('cfg.baseline', { nodes: [makeNode(), makeNode(), withSettings({ extra: 'x' })] })).toBe('fail');
  });

  it('is a baseline that shows what is set, since servers have secrets under several names', () => {
    const nodes = [makeNode(), makeNode(), withSettings({ 'some-password': 'hush', primaryauth: 'hush' })];
    expect(found('cfg.baseline', { nodes }).summary).toContain('unlike most nodes: some-password (1 of 3 nodes)');
    expect(JSON.stringify(found('cfg.baseline', { nodes }))).not.toContain('hush');
  });

  it('is protected mode, which guards the user `default` without a password alone', () => {
    const settings = { bind: '* -::*', 'protected-mode': 'yes' };
    const off = withSettings(settings, { users: [user({ name: 'default', isOn: false })] });
    const open = withSettings(settings, { users: [user({ name: 'default', isNoPass: true })] });
    const shutOff = posture.checks.map((check) =>
      check.checkId === 'net.policy' ? { ...check, status: 'pass' as const } : check,
    );
    expect(statusOf('net.bind', { nodes: [off] })).toBe('fail');
    expect(statusOf('net.bind', { nodes: [open] })).toBe('pass');
    expect(statusOf('net.bind', { nodes: [off], posture: { ...posture, checks: shutOff } })).toBe('pass');
  });

  it('is a log of refusals without a gap that nobody collects', () => {
    expect(statusOf('auth.acllog-collected', { posture: null })).toBe('not-measured');
    expect(statusOf('auth.acllog-collected', { posture, logGaps: null })).toBe('not-measured');
    expect(statusOf('auth.acllog-collected', { posture, logGaps: 0 })).toBe('pass');
    expect(statusOf('auth.acllog-collected', { posture, logGaps: 1 })).toBe('fail');
  });

  it('is a password nobody knows the age of beside a young one', () => {
    const users = posture.users.filter(({ isDeclared }) => isDeclared).map((one) => ({ ...one, credentialAgeMs: 0 }));
    const [first, ...rest] = users as [(typeof posture.users)[number], ...(typeof posture.users)[number][]];
    const age = (credentialAgeMs: number | null) => ({
      posture: { ...posture, users: [{ ...first, credentialAgeMs }, ...rest] },
    });
    expect(statusOf('auth.credential-age', age(0))).toBe('pass');
    expect(statusOf('auth.credential-age', age(null))).toBe('not-measured');
    expect(statusOf('auth.credential-age', age(200 * DAY_MS))).toBe('fail');
  });

  it('is a replica that answers and does not follow', () => {
    const master = (connected: string) =>
      makeNode({
        info: new Map([
          ['role', 'master'],
          ['connected_slaves', connected],
        ]),
      });
    const replica = makeNode({ role: 'replica', nodeId: 'b'.repeat(40), masterId: 'a'.repeat(40) });
    expect(statusOf('avail.replicas', { nodes: [master('1'), replica] })).toBe('pass');
    expect(statusOf('avail.replicas', { nodes: [master('0'), replica] })).toBe('fail');
  });

  it('is tenant isolation that no node was asked about', () => {
    const nodes = [makeNode({ dryRuns: { asked: { dangerous: 10 }, allowed: [] } })];
    expect(statusOf('acl.tenant-isolation', { nodes })).toBe('not-measured');
    expect(statusOf('acl.dangerous-denied', { nodes: [makeNode({ dryRuns: null })] })).toBe('pass');
    const grants = [{ commands: ['flushall'], keys: [], channels: [] }];
    expect(statusOf('acl.dangerous-denied', { nodes: [makeNode({ dryRuns: null, users: [user({ grants })] })] })).toBe(
      'fail',
    );
  });

  it('is what nobody looked at', () => {
    const nodes = [makeNode({ users: null, digest: null, modules: null, functions: null, skewMs: null })];
    const ids = ['auth.no-nopass', 'auth.default-disabled', 'acl.no-all-keys', 'acl.revocation-proof', 'log.time'];
    for (const id of [...ids, 'cfg.modules', 'cfg.functions', 'acl.no-drift', 'acl.no-orphans']) {
      expect([id, statusOf(id, { nodes, posture })]).toEqual([id, 'not-measured']);
    }
    const none = makeRecords({ secrets: { sampled: 0, unsealed: [] } });
    expect(statusOf('crypto.at-rest', { records: none, posture })).toBe('not-measured');
  });

  it('is what somebody vouched for long ago', () => {
    const attested = (days: number) => {
      const atMs = AT_MS - days * DAY_MS;
      const attestations = [{ checkId: 'acl.review-recent', by: 'Ana', note: 'x', atMs, expiresAtMs: AT_MS + DAY_MS }];
      return { records: makeRecords({ attestations }) };
    };
    expect(statusOf('acl.review-recent', attested(80))).toBe('manual');
    expect(statusOf('acl.review-recent', attested(100))).toBe('not-measured');
  });
});

describe('forwarding, rules and the canary', () => {
  const sink = (changes: Partial<SinkSeen>): Partial<Evidence> => ({
    sinks: [
      {
        ...{ name: 'splunk of acme', isEnabled: true, isDetached: false, waitingEntries: 0 },
        ...{ lastSuccessMs: AT_MS - DAY_MS, lastError: null },
        ...changes,
      },
    ],
  });

  it.each<[string, Partial<Evidence>]>([
    ['pass', sink({})],
    ['pass', sink({ waitingEntries: 5, lastSuccessMs: AT_MS - 60_000 })],
    ['fail', sink({ waitingEntries: 5 })],
    ['fail', sink({ waitingEntries: 5, lastSuccessMs: null })],
    ['fail', sink({ isDetached: true })],
    ['fail', sink({ isEnabled: false })],
    ['fail', { sinks: [] }],
    ['not-measured', sink({ waitingEntries: null })],
    ['not-measured', { sinks: null }],
  ])('is %s for sinks %j', (status, changes) => {
    expect(statusOf('log.forwarding', changes)).toBe(status);
  });

  it('needs every alert of the platform, evaluated, with a runbook', () => {
    const rules = required.map((name) => ({ name, hasRunbook: true, isHealthy: true }));
    const loaded = (changes: Partial<(typeof rules)[number]>) => ({
      monitoring: { atMs: AT_MS, rules: [{ ...rules[0], name: '', ...changes }, ...rules.slice(1)] as typeof rules },
    });
    const name = rules[0]?.name ?? '';
    expect(statusOf('mon.rules', loaded({ name }))).toBe('pass');
    expect(statusOf('mon.rules', loaded({ name, hasRunbook: false }))).toBe('fail');
    expect(statusOf('mon.rules', loaded({ name, isHealthy: false }))).toBe('fail');
    expect(statusOf('mon.rules', loaded({}))).toBe('fail');
    expect(statusOf('mon.rules', { monitoring: { error: 'ECONNREFUSED' } })).toBe('not-measured');
  });

  it('needs every round of the canary to come through in time', () => {
    const canary = { sinceMs: AT_MS - DAY_MS, rounds: 10, failed: 0, slow: 0 };
    expect(statusOf('mon.canary', { canary })).toBe('pass');
    expect(statusOf('mon.canary', { canary: { ...canary, failed: 1 } })).toBe('fail');
    expect(statusOf('mon.canary', { canary: { ...canary, slow: 1 } })).toBe('fail');
    expect(statusOf('mon.canary', { canary: { ...canary, rounds: 0 } })).toBe('not-measured');
  });
});

it('tells organisations nothing of the installation but how checks ended', () => {
  const nodes = [
    makeNode({
      tls: { versions: [], cipher: 'x', notAfterMs: 0, refusal: "redis-0.internal is not in the cert's altnames" },
    }),
  ];
  const waiver = {
    ...{ waiverId: 'w', checkId: 'tls.cert-names', owner: 'Ana Ruiz', reason: 'customer Globex', createdBy: 'ana@x' },
    ...{ createdAtMs: 0, expiresAtMs: AT_MS + DAY_MS },
  };
  const text = JSON.stringify(forOrganization(measureAll(makeEvidence({ nodes }), [waiver])));
  expect(text).toContain('"status":"waived"');
  expect(text).not.toMatch(/redis-0|Ana|Globex|127\.0\.0\.1/);
});
