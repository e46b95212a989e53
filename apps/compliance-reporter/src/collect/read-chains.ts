import { AuditLog, CopiedChain } from '@redoubt/acl';
import { isSignedBy, type ChainSeen } from '@redoubt/compliance';
import { parseOrgId, toError, type OrgId } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { readRunChain, readSecurityAudit, verifyAudit, type Database } from '@redoubt/storage';
import { listOrganizations } from '@redoubt/tenancy';
import { runFault } from '../work/run-fault.ts';
import { readRunHead, type RunHead } from '../work/run-head.ts';
import type { RecordsDeps } from './read-records.ts';

/** The organisation's own chain; for the installation those of all organisations, of Redis users with their copy, and of runs. */
export async function readChains(
  { database, redis, clock, trustedKeys }: RecordsDeps,
  orgId: OrgId | null,
): Promise<ChainSeen[]> {
  if (orgId !== null) return [await auditChain(database, orgId)];
  const ids = (await listOrganizations(database)).map(({ id }) => id);
  const audits: ChainSeen[] = [];
  for (const id of [null, ...ids]) audits.push(await auditChain(database, id));
  return [
    ...audits,
    await securityChain(new AuditLog({ redis, clock })),
    await copiedChain(database),
    await runChain(database, trustedKeys, await readRunHead(redis)),
  ];
}

async function auditChain(database: Database, orgId: OrgId | null): Promise<ChainSeen> {
  const name = orgId === null ? 'audit_log of the platform' : `audit_log of ${parseOrgId(orgId)}`;
  const verdict = await verifyAudit(database, orgId);
  return {
    name,
    records: verdict.entries,
    fault: verdict.isSound ? null : `record ${verdict.seq} is ${verdict.fault}`,
  };
}

async function securityChain(audit: AuditLog): Promise<ChainSeen> {
  try {
    const { records, fault } = await audit.verify();
    return {
      name: clusterKeys.aclAudit(),
      records,
      fault: fault === null ? null : `record ${fault.seq} is ${fault.reason}`,
    };
  } catch (error) {
    return { name: clusterKeys.aclAudit(), records: 0, fault: `cannot be read: ${toError(error).message}` };
  }
}

/** The copy that outlasts what Redis keeps. */
export async function copiedChain(database: Database): Promise<ChainSeen> {
  const [name, chain] = ['security_audit', new CopiedChain()];
  for await (const rows of readSecurityAudit(database)) {
    for (const row of rows) {
      const fault = chain.take(row);
      if (fault !== null) return { name, records: chain.records, fault: `record ${fault.seq} is ${fault.reason}` };
    }
  }
  const hole = chain.hole();
  return { name, records: chain.records, fault: hole && `record ${hole.seq} is ${hole.reason}` };
}

/**
 * The first run that is kept may have any predecessor, since old ones are forgotten; the last one has to be there.
 *
 * @param trusted public keys, PEM
 * @param head of the newest run as Redis keeps it; null when it keeps none, so that nobody knows where the chain ended
 */
export async function runChain(
  database: Database,
  trusted: readonly string[],
  head: RunHead | null,
): Promise<ChainSeen> {
  const name = 'compliance_runs';
  let [records, previous] = [0, undefined as string | undefined];
  let [afterSeq, isHeadThere] = [0, head === null];
  for (;;) {
    const rows = await readRunChain(database, afterSeq);
    for (const row of rows) {
      const isLinked = previous === undefined || row.previous === previous;
      const fault = isLinked ? runFault(row, trusted) : 'relinked';
      if (fault !== null) return { name, records, fault: `run ${row.seq} is ${fault}` };
      [previous, afterSeq] = [row.hash, row.seq];
      isHeadThere ||= row.hash === head?.hash;
      records += 1;
    }
    if (rows.length === 0) return { name, records, fault: isHeadThere ? null : cutFault(head, trusted) };
  }
}

/** A head that nobody signed says nothing of runs, and shows that somebody wrote to Redis. */
function cutFault(head: RunHead | null, trusted: readonly string[]): string {
  const isSigned = head !== null && trusted.some((key) => isSignedBy(head, key));
  return isSigned
    ? `run ${head.seq} is missing, with all after it`
    : 'the head that Redis keeps is not signed by a key that is trusted';
}
