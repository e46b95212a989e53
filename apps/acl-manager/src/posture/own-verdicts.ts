import { spikeLimit } from '../incidents/spike-detector.ts';
import type { PostureCheck } from '@redoubt/contracts';
import type { PostureEvidence } from './evidence.ts';

/** What acl-manager finds by what it alone sees or remembers. */
export type Verdict = Pick<PostureCheck, 'status' | 'evidence' | 'nodes'>;

const HOUR_MS = 3_600_000;
const MIN_FAILURES = 20;
/** How long records that went away before they were copied fail a check. */
const GAP_SHOWN_MS = 86_400_000;
const MAX_BEHIND = 1_000;
/** How long a look at the whole chain holds. */
const CHAIN_FRESH_MS = 3_600_000;

const pass = (evidence: string): Verdict => ({ status: 'pass', evidence });
const fail = (evidence: string, nodes?: readonly string[]): Verdict => ({
  ...{ status: 'fail', evidence },
  ...(nodes ? { nodes } : {}),
});
const notMeasured = (evidence: string): Verdict => ({ status: 'not_measured', evidence });
const notApplicable = (evidence: string): Verdict => ({ status: 'not_applicable', evidence });
const NOT_LOOKED = notMeasured('the nodes were not looked at lately');

/** By check; undefined leaves a check to what everybody measures by. */
export const OWN_VERDICTS: Readonly<Record<string, (evidence: PostureEvidence) => Verdict | undefined>> = {
  'auth.failure-rate': failureRate,
  'auth.acllog-collected': ({ hours }) => {
    const gaps = hours.total('gaps');
    return gaps > 0 ? fail(`${gaps} gaps within 24 h`) : undefined;
  },
  'acl.no-drift': ({ watch }) => {
    const problems = watch?.plan.problems ?? [];
    return problems.length > 0 ? fail(problems.join('; ')) : undefined;
  },
  'tls.clients': clientsWithTls,
  'net.policy': networkPolicy,
  'net.limits': ({ look }) => {
    const rejected = look?.grown.rejected ?? 0;
    return rejected > 0 ? fail(`${rejected} connections rejected since the look before`) : undefined;
  },
  'avail.nodes': ({ look }) => {
    if (look === undefined) return NOT_LOOKED;
    if (look.down.length === 0) return pass(`${look.readings.length} nodes`);
    const down = look.down.map(({ node, reason }) => `${node.address}: ${reason}`);
    return fail(
      down.join('; '),
      look.down.map(({ node }) => node.address),
    );
  },
  'log.chain': ({ probes: { chain }, nowMs }) => {
    if (chain === undefined || nowMs - chain.atMs > CHAIN_FRESH_MS) return notMeasured('not verified yet');
    return chain.fault === null ? pass(`${chain.records} records verified`) : fail(chain.fault);
  },
  'log.archive': archived,
};

/** What counts as a spike of an hour: five times the median of the 23 before, and never a handful. */
function failureRate({ hours, look }: PostureEvidence): Verdict {
  if (look === undefined) return NOT_LOOKED;
  const perHour = hours.perHour('failures');
  const now = perHour.at(-1) ?? 0;
  const { limit } = spikeLimit(perHour, { windowMs: HOUR_MS, minimum: MIN_FAILURES });
  const text = `${now} this hour, at most ${limit} are usual`;
  return now > limit ? fail(text) : pass(text);
}

function clientsWithTls({ look }: PostureEvidence): Verdict {
  if (look === undefined) return NOT_LOOKED;
  const rows = look.readings.map(({ node, clients }) => [node.address, clients.filter(({ isTls }) => !isTls)] as const);
  const bad = rows.filter(([, plain]) => plain.length > 0);
  if (bad.length > 0) {
    const users = new Set(bad.flatMap(([, plain]) => plain.map(({ user }) => user)));
    return fail(
      `without TLS: ${[...users].sort().join(', ')}`,
      bad.map(([address]) => address),
    );
  }
  const silent = look.down.map(({ node }) => node.address);
  if (silent.length > 0) return notMeasured(`no answer from ${silent.join(', ')}`);
  return rows.length === 0 ? notMeasured('no node answered') : pass(`none without (${rows.length} nodes)`);
}

/** By the rules, and by trying: the cluster bus is for nodes alone, so that it must not answer acl-manager. */
function networkPolicy({ probes: { isolation } }: PostureEvidence): Verdict {
  if (isolation === undefined) {
    return notMeasured(
      'no Kubernetes is named (KUBERNETES_NAMESPACE, REDIS_POD_SELECTOR); the firewall of other places is not seen from here',
    );
  }
  if ('error' in isolation) return notMeasured(isolation.error);
  const { podCount, unselected, open, reachableBus } = isolation;
  if (unselected.length > 0) return fail(`no policy selects ${unselected.join(', ')}`);
  if (open.length > 0) return fail(`lets everyone in: ${open.join(', ')}`);
  if (reachableBus.length > 0) return fail('the cluster bus answers acl-manager, which no rule lets in', reachableBus);
  if (podCount === 0) return notMeasured('no pod has the labels of REDIS_POD_SELECTOR');
  return pass(`policies select all ${podCount} pods; the cluster bus does not answer acl-manager`);
}

function archived({ probes: { archive }, nowMs }: PostureEvidence): Verdict {
  if (archive === undefined) return notApplicable('no database is set (DATABASE_URL)');
  const { error, gap, behind, lastSeq } = archive;
  if (error !== null) return fail(behind > 0 ? `${error}; ${behind} records wait` : error);
  if (gap !== null && nowMs - gap.atMs < GAP_SHOWN_MS) return fail(gap.text);
  return behind <= MAX_BEHIND ? pass(`up to record ${lastSeq}`) : fail(`${behind} records behind`);
}
