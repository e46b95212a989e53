import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS } from '@redoubt/compliance';
import { waitFor } from '@redoubt/test-kit';
import { BreakTools, SERVICE, SERVICE_RULES, type Case } from './testing/break-tools.ts';
import { brokenChecks, drillOf } from './testing/broken-checks.ts';
import { EvidenceStage } from './testing/evidence-stage.ts';
import { RuleServer } from './testing/rule-server.ts';

const timeoutMs = 30_000;
const SINK_ID = '0b6b6c1e-50a5-4f7e-9a53-6d2b3f9f1a01';
const LIBS = join(import.meta.dirname, '../../../libs');

/** Checks that are broken and set right in another spec, which names them. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'net.policy': join(import.meta.dirname, '../../acl-manager/src/posture/network-isolation.int.spec.ts'),
  // No module is at hand to be loaded, and this server may have no such setting: evidence is made up there.
  'cfg.modules': join(LIBS, 'compliance/src/lib/checks/checks.spec.ts'),
  'cfg.log-redaction': join(LIBS, 'compliance/src/lib/checks/checks.spec.ts'),
  // Of what it takes a killed node for, below.
  'avail.replicas': import.meta.filename,
  'avail.replication': import.meta.filename,
  'avail.cluster': import.meta.filename,
};

/** Checks that nothing measures here: people vouch for them, Kubernetes would have to be asked, or nobody tells. */
const UNMEASURED = [
  ...['acl.review-recent', 'avail.backup', 'gov.policy', 'chg.two-person'],
  ...['net.no-exposure', 'cfg.pod-hardening', 'supply.sbom', 'tls.cert-current', 'tls.clients-verify'],
];

type Found = Awaited<ReturnType<EvidenceStage['measure']>>;

describe('checks on a real cluster', () => {
  let stage: EvidenceStage;
  let prometheus: RuleServer;
  let tools: BreakTools;
  let cases: Readonly<Record<string, Case>>;
  /** What checks find while nothing is wrong. */
  let usual: Found;
  beforeAll(async () => {
    stage = await EvidenceStage.open();
    await stage.publish();
    tools = new BreakTools(stage);
    // A service as it should be: somebody has to be there whose rights nodes are asked about.
    await tools.everywhere('ACL', 'SETUSER', SERVICE, ...SERVICE_RULES);
    await tools.everywhere('ACL', 'SAVE');
    // A secret that is sealed, kept before the period; a sink that has taken all there is; a Prometheus with every alert.
    await tools.sql(
      "INSERT INTO notification_channels (org_id, channel_id, name, type, is_enabled, doc, secret, updated_at, updated_by) VALUES ($org, gen_random_uuid(), 'sealed', 'webhook', true, '{}', decode('01aa', 'hex'), now() - interval '60 days', 'x')",
    );
    await tools.sql(
      "INSERT INTO sinks (org_id, sink_id, name, type, is_enabled, group_name, doc, updated_at, updated_by) VALUES ($org, $1, 'archive', 'file', true, 'siem_forwarder', '{}', now() - interval '60 days', 'x')",
      SINK_ID,
    );
    for (const kind of ['failover', 'restore'] as const) await tools.sql(drillOf(kind, true));
    prometheus = await RuleServer.start();
    stage.prometheusUrl = prometheus.url;
    cases = brokenChecks({ stage, tools, prometheus });
    usual = await waitFor(
      async () => {
        const found = await stage.measure();
        const faults = Object.keys(cases).filter((id) => found.get(id)?.status !== 'pass');
        if (faults.length > 0) throw new Error(tell(found, faults));
        return found;
      },
      { timeoutMs, intervalMs: 500 },
    );
  }, 90_000);
  afterAll(async () => {
    tools.close();
    await Promise.all([prometheus?.close(), stage.close()]);
  });

  const tell = (found: Found, ids: readonly string[]): string =>
    ids.map((id) => `${id}: ${found.get(id)?.status} ${found.get(id)?.summary}`).join('; ');

  /** Checks that are not as they were, apart from what follows from what was broken. */
  function others(found: Found, checkId: string, { also = [], cutsOff = false, spreads = false }: Case): string[] {
    if (spreads) return [];
    return [...found.keys()].filter((id) => {
      const [now, before] = [found.get(id)?.status, usual.get(id)?.status];
      if (now === before || id === checkId || also.includes(id)) return false;
      return !(cutsOff && now === 'not-measured');
    });
  }

  async function until(isSo: (found: Found) => readonly string[]): Promise<Found> {
    return waitFor(
      async () => {
        const found = await stage.measure();
        const left = isSo(found);
        if (left.length > 0) throw new Error(tell(found, left));
        return found;
      },
      { timeoutMs, intervalMs: 200 },
    );
  }

  it('are each broken somewhere, or say why nothing measures them', () => {
    const known = [...Object.keys(cases), ...Object.keys(ELSEWHERE), ...UNMEASURED].sort();
    expect(known).toEqual(CHECKS.map(({ checkId }) => checkId).sort());
    for (const checkId of UNMEASURED) {
      expect([checkId, usual.get(checkId)?.status]).toEqual([checkId, expect.stringMatching(/^not-/)]);
    }
    for (const [checkId, file] of Object.entries(ELSEWHERE)) {
      expect(existsSync(file) && readFileSync(file, 'utf8').includes(checkId)).toBe(true);
    }
  });

  it.each(CHECKS.map(({ checkId }) => checkId).filter((id) => !(id in ELSEWHERE) && !UNMEASURED.includes(id)))(
    'fail for what is wrong, alone, and pass again: %s',
    async (checkId) => {
      const one = cases[checkId] as Case;
      try {
        await one.break();
        await until((found) => [
          ...(found.get(checkId)?.status === 'fail' ? [] : [checkId]),
          ...others(found, checkId, one),
        ]);
      } finally {
        await one.repair();
      }
      await until((found) => [...found.keys()].filter((id) => found.get(id)?.status !== usual.get(id)?.status));
    },
    90_000,
  );

  it('notice a replica that is gone, a link that is down, and a slot that nobody serves', async () => {
    const replica = await stage.cluster.replicaOf(stage.node(0));
    await replica.kill9();
    const broken = await stage.measure();
    for (const id of ['auth.no-nopass', 'tls.bus']) expect(broken.get(id)?.status).toBe('not-measured');
    expect(broken.get('avail.replicas')?.status).toBe('fail');
    await stage.cluster.restart(replica);
    await waitFor(async () => (await stage.measure()).get('avail.replicas')?.status === 'pass', {
      timeoutMs,
      intervalMs: 500,
    });
    await replica.admin.call('CONFIG', 'SET', 'masterauth', 'wrong');
    await replica.admin.call('CLIENT', 'KILL', 'TYPE', 'master');
    await waitFor(async () => (await stage.measure()).get('avail.replication')?.status === 'fail', {
      timeoutMs,
      intervalMs: 500,
    });
    await waitFor(
      async () => {
        // Its master says again within a second that it serves the slot.
        await stage
          .node(1)
          .admin.call('CLUSTER', 'DELSLOTS', '1')
          .catch(() => undefined);
        return (await stage.measure()).get('avail.cluster')?.status === 'fail';
      },
      { timeoutMs, intervalMs: 100 },
    );
  }, 90_000);
});
