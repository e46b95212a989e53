import { AuditLog } from '@redoubt/acl';
import type { ChainSeen, RecordFacts } from '@redoubt/compliance';
import { parseOrgId, toError, type Clock, type OrgId } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import {
  listAudit,
  listAuditBy,
  openExceptions,
  readComplianceFacts,
  readRunChain,
  verifyAudit,
  type ComplianceFacts,
  type Database,
} from '@redoubt/storage';
import { listOrganizations } from '@redoubt/tenancy';
import { runFault } from '../work/run-fault.ts';

const READER = { kind: 'system', name: 'compliance-reporter' } as const;

export interface RecordsDeps {
  database: Database;
  redis: RedisClient;
  clock: Clock;
  /** Public keys (PEM) that runs may be signed with: they are told by the configuration, since whoever writes runs may write keys. */
  trustedKeys: readonly string[];
}

export interface RecordsOptions {
  /** Null: the installation. */
  orgId: OrgId | null;
  fromMs: number;
  acknowledgeMs: number;
  lastRunAtMs: number | null;
}

/** Reads what the platform recorded of itself, and recomputes its chains. @throws what the database answers */
export async function readRecords(
  deps: RecordsDeps,
  options: RecordsOptions,
): Promise<{ records: RecordFacts; facts: ComplianceFacts }> {
  const { database, clock } = deps;
  const [facts, chains, exceptions] = await Promise.all([
    readComplianceFacts(database, options),
    readChains(deps, options.orgId),
    openExceptions(database),
  ]);
  const isReadRecorded = await tryReading(database, options.orgId);
  const attestations = exceptions
    .filter(({ kind }) => kind === 'attestation')
    .map(({ checkId, owner, reason, createdAtMs, expiresAtMs }) => ({
      ...{ checkId, by: owner, note: reason },
      atMs: createdAtMs,
      expiresAtMs,
    }));
  const { criticalAlerts, fields, changes, reasons, auditReads, oldestAtMs, installedAtMs, incidents, secrets } = facts;
  return {
    facts,
    records: {
      ...{ fields, changes, reasons, auditReads, isReadRecorded, oldestAtMs, installedAtMs, incidents, secrets },
      ...{ atMs: clock.now(), chains, attestations, lastRunAtMs: options.lastRunAtMs },
      criticalAlerts: { ...criticalAlerts, targetMinutes: Math.round(options.acknowledgeMs / 60_000) },
    },
  };
}

/** Reads the audit log as people do, and looks whether the read stands in it. */
async function tryReading(database: Database, orgId: OrgId | null): Promise<boolean> {
  const own = { action: 'audit.read', actor: READER.name };
  const before = await listAuditBy(database, READER, orgId, own, { limit: 1 });
  const after = await listAudit(database, orgId, own, { limit: 1 });
  return (after.entries[0]?.seq ?? 0) > (before.entries[0]?.seq ?? 0);
}

/** The organisation's own chain; for the installation those of all organisations, of Redis users and of runs. */
async function readChains(
  { database, redis, clock, trustedKeys }: RecordsDeps,
  orgId: OrgId | null,
): Promise<ChainSeen[]> {
  if (orgId !== null) return [await auditChain(database, orgId)];
  const ids = (await listOrganizations(database)).map(({ id }) => id);
  const audits: ChainSeen[] = [];
  for (const id of [null, ...ids]) audits.push(await auditChain(database, id));
  return [...audits, await securityChain(new AuditLog({ redis, clock })), await runChain(database, trustedKeys)];
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

/** The first run that is kept may have any predecessor, since old ones are forgotten. @param trusted public keys, PEM */
export async function runChain(database: Database, trusted: readonly string[]): Promise<ChainSeen> {
  const name = 'compliance_runs';
  let [records, previous] = [0, undefined as string | undefined];
  let afterSeq = 0;
  for (;;) {
    const rows = await readRunChain(database, afterSeq);
    for (const row of rows) {
      const isLinked = previous === undefined || row.previous === previous;
      const fault = isLinked ? runFault(row, trusted) : 'relinked';
      if (fault !== null) return { name, records, fault: `run ${row.seq} is ${fault}` };
      [previous, afterSeq] = [row.hash, row.seq];
      records += 1;
    }
    if (rows.length === 0) return { name, records, fault: null };
  }
}
