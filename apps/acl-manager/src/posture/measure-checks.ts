import {
  checkOf,
  scoreOf,
  WEIGHTS,
  type CheckStatus,
  type Evidence,
  type ManagerEvidence,
  type Measurement,
} from '@redoubt/compliance';
import type { PostureCheck, SecurityArea, SecurityPosture } from '@redoubt/contracts';
import type { PostureEvidence } from './evidence.ts';
import { nodesSeen } from './nodes-seen.ts';
import { OWN_VERDICTS, type Verdict } from './own-verdicts.ts';

/** Checks that can be made on what acl-manager looks at every few seconds, in the order of the page. */
const CHECKED = [
  ...['auth.default-disabled', 'auth.no-nopass', 'auth.anonymous-refused', 'auth.password-count'],
  ...['auth.credential-age', 'auth.failure-rate', 'auth.acllog-collected', 'auth.client-certs'],
  ...['acl.no-drift', 'acl.no-orphans', 'acl.no-all-commands', 'acl.no-all-keys', 'acl.no-all-channels'],
  ...['acl.dangerous-denied', 'acl.no-code-load', 'acl.persisted', 'acl.one-user-per-service'],
  ...['tls.plaintext-off', 'tls.bus', 'tls.replication', 'tls.protocols', 'tls.cert-expiry', 'tls.cert-names'],
  ...['tls.clients', 'net.bind', 'net.policy', 'net.limits'],
  ...['cfg.debug-off', 'cfg.modules', 'cfg.version', 'cfg.eviction'],
  ...['avail.cluster', 'avail.nodes', 'avail.replicas', 'avail.replication', 'avail.persistence', 'avail.capacity'],
  ...['log.chain', 'log.archive', 'log.time'],
].map(checkOf);

/** Every check of the posture, by the declarations of `@redoubt/compliance`. */
export function measureChecks(given: PostureEvidence, rows: Pick<ManagerEvidence, 'nodes' | 'users'>): PostureCheck[] {
  const evidence: Evidence = {
    ...{
      nowMs: given.nowMs,
      ...nodesSeen(given),
      policy: given.policy,
      records: null,
      sinks: null,
      monitoring: null,
      canary: null,
      logGaps: given.hours.total('gaps'),
    },
    posture: { atMs: given.nowMs, checks: [], encryption: given.encryption, ...rows },
  };
  return CHECKED.map(({ checkId, area, title, fix, rank, measure }): PostureCheck => {
    const { status, evidence: seen, nodes } = OWN_VERDICTS[checkId]?.(given) ?? verdictOf(measure(evidence));
    const known = {
      checkId,
      area: area as SecurityArea,
      title,
      isCritical: rank === 'critical',
      weight: WEIGHTS[rank],
    };
    return { ...known, status, evidence: seen, fix, ...(nodes ? { nodes } : {}) };
  });
}

/** Score of these checks, as reports score theirs. */
export function scorePosture(checks: readonly PostureCheck[]): SecurityPosture['score'] {
  return scoreOf(
    checks.map(({ checkId, status }) => ({
      rank: checkOf(checkId).rank,
      status: status.replace('_', '-') as CheckStatus,
    })),
  );
}

function verdictOf({ status, summary, observations }: Measurement): Verdict {
  const nodes = observations.flatMap(({ subject, verdict }) =>
    verdict === 'fail' && subject.startsWith('redis ') ? [subject.slice('redis '.length)] : [],
  );
  return {
    status:
      status === 'pass' || status === 'fail' ? status : status === 'not-applicable' ? 'not_applicable' : 'not_measured',
    evidence: summary,
    ...(nodes.length > 0 ? { nodes } : {}),
  };
}
