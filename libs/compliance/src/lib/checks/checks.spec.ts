import { makePosture } from '@redoubt/contracts/testing';
import { measureAll, CHECKS } from '../catalogue.ts';
import type { NodeEvidence } from '../evidence.ts';
import { AT_MS, makeEvidence, makeNode, makeRecords } from '../../testing/make-evidence.ts';

const statusOf = (checkId: string, evidence = makeEvidence()): string | undefined =>
  measureAll(evidence, []).find((check) => check.checkId === checkId)?.status;

const withSetting = (name: string, value: string | undefined): NodeEvidence => {
  const settings = new Map(makeNode().settings);
  if (value === undefined) settings.delete(name);
  else settings.set(name, value);
  return makeNode({ settings });
};

describe('checks', () => {
  it('are 71, each once', () => {
    expect(new Set(CHECKS.map(({ checkId }) => checkId)).size).toBe(71);
    expect(CHECKS).toHaveLength(71);
  });

  it.each([
    ['cfg.debug-off', withSetting('enable-debug-command', 'local')],
    ['cfg.modules', makeNode({ modules: ['unheard-of'] })],
    ['cfg.log-redaction', withSetting('hide-user-data-from-log', 'no')],
    [
      'tls.protocols',
      makeNode({
        tls: { versions: [{ version: 'TLSv1.1', isAccepted: true }], cipher: 'x', notAfterMs: AT_MS, refusal: null },
      }),
    ],
  ])('what no running server changes fails too: %s', (checkId, node) => {
    expect(statusOf(checkId)).toBe('pass');
    expect(statusOf(checkId, makeEvidence({ nodes: [makeNode(), node] }))).toBe('fail');
  });

  it('tell whether users are saved by what acl-manager had saved last', () => {
    const saved = (savedDigest: string | undefined, node = makeNode()): string | undefined => {
      const [row] = makePosture(AT_MS).nodes;
      const nodes = row ? [{ ...row, address: node.address, digest: 'now', ...(savedDigest && { savedDigest }) }] : [];
      return statusOf('acl.persisted', makeEvidence({ nodes: [node], posture: { ...makePosture(AT_MS), nodes } }));
    };
    expect([saved('now'), saved('before'), saved(undefined)]).toEqual(['pass', 'fail', 'not-measured']);
    expect(saved('now', withSetting('aclfile', ''))).toBe('fail');
    expect(statusOf('acl.persisted')).toBe('not-measured');
  });

  it('never pass for what a node does not tell, or one that does not answer', () => {
    expect(statusOf('tls.bus', makeEvidence({ nodes: [withSetting('tls-cluster', undefined)] }))).toBe('not-measured');
    expect(
      statusOf('tls.bus', makeEvidence({ down: [{ address: '127.0.0.1:7002', reason: 'timeout', tls: null }] })),
    ).toBe('not-measured');
    expect(statusOf('tls.bus', makeEvidence({ nodes: [] }))).toBe('not-measured');
    expect(statusOf('log.chain', makeEvidence({ records: null }))).toBe('not-measured');
    expect(statusOf('acl.no-orphans')).toBe('not-measured');
  });

  it('tell of certificates also where this side talks no more to a node because of them', () => {
    const tls = { versions: [], cipher: 'TLS_AES_256_GCM_SHA384', notAfterMs: AT_MS - 1, refusal: 'CERT_HAS_EXPIRED' };
    const evidence = makeEvidence({ down: [{ address: '127.0.0.1:7002', reason: 'certificate has expired', tls }] });
    expect(statusOf('tls.cert-names', evidence)).toBe('fail');
    expect(statusOf('tls.cert-expiry', evidence)).toBe('fail');
    expect(statusOf('tls.ciphers', evidence)).toBe('pass');
    expect(statusOf('tls.protocols', evidence)).toBe('not-measured');
    expect(statusOf('tls.bus', evidence)).toBe('not-measured');
  });

  it('are waived while somebody answers for them, and attested while somebody vouches', () => {
    const nodes = [withSetting('tls-cluster', 'no')];
    const waiver = {
      ...{ waiverId: 'w', checkId: 'tls.bus', owner: 'Ana', reason: 'soon', createdBy: 'ana' },
      createdAtMs: 0,
      expiresAtMs: AT_MS + 1,
    };
    const statuses = (expiresAtMs: number) =>
      measureAll(makeEvidence({ nodes }), [{ ...waiver, expiresAtMs }]).find(({ checkId }) => checkId === 'tls.bus')
        ?.status;
    expect(statuses(AT_MS + 1)).toBe('waived');
    expect(statuses(AT_MS)).toBe('fail');
    const attestations = [{ checkId: 'gov.policy', by: 'Ana', note: 'read', atMs: AT_MS, expiresAtMs: AT_MS + 1 }];
    expect(statusOf('gov.policy', makeEvidence({ records: makeRecords({ attestations }) }))).toBe('manual');
  });
});
