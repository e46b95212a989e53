import type { RecordFacts } from '@redoubt/compliance';
import type { Clock, OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import {
  listAudit,
  listAuditBy,
  openExceptions,
  readComplianceFacts,
  type ComplianceFacts,
  type Database,
} from '@redoubt/storage';
import { readChains } from './read-chains.ts';

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
  const {
    criticalAlerts,
    fields,
    changes,
    reasons,
    auditReads,
    oldestAtMs,
    installedAtMs,
    incidents,
    secrets,
    drills,
  } = facts;
  return {
    facts,
    records: {
      ...{
        fields,
        changes,
        reasons,
        auditReads,
        isReadRecorded,
        oldestAtMs,
        installedAtMs,
        incidents,
        secrets,
        drills,
      },
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
