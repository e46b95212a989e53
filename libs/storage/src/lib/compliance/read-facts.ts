import { parseOrgId } from '@redoubt/contracts';
import { chainOf } from '../audit/audit-entry.ts';
import type { Database } from '../database.ts';
import type { Session } from '../session.ts';
import { newestDrills, type DrillRow } from './drill-store.ts';

/** What the platform's records say of a period, for checks that no node can answer. */
export interface ComplianceFacts {
  /** Records of acl-manager's chain that tell of a gap, 24 h. */
  logGaps: number;
  fields: { sampled: number; incomplete: string[] };
  changes: { made: number; unaudited: string[] };
  reasons: { changes: number; without: string[] };
  auditReads: number;
  /** Epoch ms. */
  oldestAtMs: number | null;
  installedAtMs: number | null;
  criticalAlerts: { total: number; inTime: number };
  incidents: { closed: number; incomplete: string[] };
  secrets: { sampled: number; unsealed: string[] };
  /** The newest of each kind. */
  drills: DrillRow[];
  /** Sinks there are, 1000 at most. */
  sinks: SinkRow[];
  figures: { openAlerts: number; criticalAlerts: number; openIncidents: number; closedIncidents: number };
}

/** A sink as its settings have it. */
export interface SinkRow {
  orgId: string;
  /** `<sink> of <organisation>`. */
  name: string;
  sinkId: string;
  /** Its cursor. */
  group: string;
  isEnabled: boolean;
  /** Since when it is taken off for being too far behind, epoch ms; null while it has its cursor. */
  detachedAtMs: number | null;
}

export interface FactsOptions {
  /** Null: all organisations. */
  orgId: string | null;
  fromMs: number;
  /** Time within which a critical alert is to be acknowledged, ms. */
  acknowledgeMs: number;
}

const role = 'redoubt_compliance';
const MAX_NAMES = 20;
/** Actions that change what people and services may do or what is watched, and need a reason. */
const REASONED = [
  'rules.changed',
  'suppression.created',
  'redis_user.rotate',
  'redis_user.rollback',
  'compliance.waived',
];
/** Leaves out what runs read to try whether reads are recorded. */
const BY_PEOPLE = `NOT (action = 'audit.read' AND actor_kind = 'system')`;
/** Severity of alerts as it is stored: `critical` is the highest. */
const CRITICAL = 4;

const since = (place: number): string => `to_timestamp($${place}::float8 / 1000)`;
const ofOrg = '($1::uuid IS NULL OR org_id = $1)';

/** Reads them as the role that sees records of all organisations and changes none. */
export async function readComplianceFacts(database: Database, options: FactsOptions): Promise<ComplianceFacts> {
  return database.transaction(
    async (session) => ({
      ...(await readAudit(session, options)),
      ...(await readChanges(session, options)),
      ...(await readCases(session, options)),
      secrets: await readSecrets(session, options.orgId),
      drills: await newestDrills(session),
      sinks: await readSinkRows(session, options.orgId),
    }),
    { role, isReadOnly: true },
  );
}

async function readAudit(session: Session, { orgId, fromMs }: FactsOptions) {
  const [gaps] = await session.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM security_audit WHERE kind = 'log_gap' AND at > now() - interval '24 hours'",
  );
  const sample = await session.query<{ name: string; is_complete: boolean }>(
    `SELECT org_id || ':' || seq AS name, (actor <> '' AND action <> '' AND target_kind <> '' AND target_id <> '' AND at IS NOT NULL
       AND (actor_kind <> 'user' OR address IS NOT NULL OR action LIKE 'alert.%' OR action LIKE 'incident.%')) AS is_complete
     FROM audit_log WHERE ${ofOrg} AND ${BY_PEOPLE} ORDER BY at DESC LIMIT 500`,
    [orgId],
  );
  const [ages] = await session.query<{ oldest: number | null; installed: number | null; reads: number }>(
    `SELECT (SELECT floor(extract(epoch FROM min(at)) * 1000)::float8 FROM audit_log WHERE ${ofOrg}) AS oldest,
            (SELECT floor(extract(epoch FROM min(created_at)) * 1000)::float8 FROM organizations WHERE $1::uuid IS NULL OR id = $1) AS installed,
            (SELECT count(*)::int FROM audit_log WHERE ${ofOrg} AND at >= ${since(2)} AND ${BY_PEOPLE} AND (action LIKE 'audit.%' OR action LIKE '%.exported')) AS reads`,
    [orgId, fromMs],
  );
  return {
    logGaps: gaps?.count ?? 0,
    fields: {
      sampled: sample.length,
      incomplete: sample
        .filter((row) => !row.is_complete)
        .map(({ name }) => name)
        .slice(0, MAX_NAMES),
    },
    ...{ auditReads: ages?.reads ?? 0, oldestAtMs: ages?.oldest ?? null, installedAtMs: ages?.installed ?? null },
  };
}

async function readChanges(session: Session, { orgId, fromMs }: FactsOptions) {
  const made = await session.query<{ name: string; is_audited: boolean }>(
    `SELECT what.name, EXISTS (SELECT FROM audit_log WHERE audit_log.org_id = what.org_id AND target_kind = what.kind AND target_id = what.id
              AND audit_log.at BETWEEN what.at - interval '1 minute' AND what.at + interval '1 minute') AS is_audited
     FROM (SELECT org_id, 'key' AS kind, id, created_at AS at, 'API key ' || id AS name FROM api_keys WHERE created_at >= ${since(2)}
           UNION ALL SELECT org_id, 'channel', channel_id::text, updated_at, 'channel ' || channel_id FROM notification_channels
             WHERE updated_at >= ${since(2)}
           UNION ALL SELECT org_id, 'sink', sink_id::text, updated_at, 'sink ' || sink_id FROM sinks WHERE updated_at >= ${since(2)}) AS what
     WHERE $1::uuid IS NULL OR what.org_id = $1`,
    [orgId, fromMs],
  );
  const reasoned = await session.query<{ name: string; has_reason: boolean }>(
    `SELECT org_id || ':' || seq AS name, coalesce(reason, '') <> '' AND actor <> '' AS has_reason FROM audit_log
     WHERE ${ofOrg} AND at >= ${since(2)} AND action = ANY ($3)
     UNION ALL SELECT 'redis:' || seq, coalesce(actor, '') <> '' AND coalesce(record::jsonb ->> 'reason', '') <> '' FROM security_audit
     WHERE $1::uuid IS NULL AND at >= ${since(2)} AND kind IN ('request', 'user_revoked')`,
    [orgId, fromMs, REASONED],
  );
  return {
    changes: {
      made: made.length,
      unaudited: made
        .filter((row) => !row.is_audited)
        .map(({ name }) => name)
        .slice(0, MAX_NAMES),
    },
    reasons: {
      changes: reasoned.length,
      without: reasoned
        .filter((row) => !row.has_reason)
        .map(({ name }) => name)
        .slice(0, MAX_NAMES),
    },
  };
}

async function readCases(session: Session, { orgId, fromMs, acknowledgeMs }: FactsOptions) {
  const [alerts] = await session.query<{ total: number; in_time: number }>(
    `SELECT count(*)::int AS total, count(*) FILTER (WHERE answered - created_at <= $3::float8 * interval '1 millisecond')::int AS in_time
     FROM (SELECT created_at, (SELECT min(at) FROM alert_history WHERE alert_history.org_id = alerts.org_id AND alert_history.alert_id = alerts.alert_id
             AND actor IS NOT NULL) AS answered
           FROM alerts WHERE ${ofOrg} AND severity = ${CRITICAL} AND created_at >= ${since(2)}
             AND (created_at < now() - $3::float8 * interval '1 millisecond' OR status <> 'firing')) AS answers`,
    [orgId, fromMs, acknowledgeMs],
  );
  const closed = await session.query<{ name: string; has_note: boolean }>(
    `SELECT incident_id::text AS name, EXISTS (SELECT FROM incident_history WHERE incident_history.org_id = incidents.org_id
       AND incident_history.incident_id = incidents.incident_id AND coalesce(note, '') <> '') AS has_note
     FROM incidents WHERE ${ofOrg} AND status = 'closed' AND updated_at >= ${since(2)} LIMIT 1000`,
    [orgId, fromMs],
  );
  const [figures] = await session.query<ComplianceFacts['figures']>(
    `SELECT (SELECT count(*)::int FROM alerts WHERE ${ofOrg} AND status IN ('firing', 'acknowledged')) AS "openAlerts",
            (SELECT count(*)::int FROM alerts WHERE ${ofOrg} AND status IN ('firing', 'acknowledged') AND severity = ${CRITICAL}) AS "criticalAlerts",
            (SELECT count(*)::int FROM incidents WHERE ${ofOrg} AND status <> 'closed') AS "openIncidents",
            (SELECT count(*)::int FROM incidents WHERE ${ofOrg} AND status = 'closed' AND updated_at > now() - interval '30 days') AS "closedIncidents"`,
    [orgId],
  );
  return {
    criticalAlerts: { total: alerts?.total ?? 0, inTime: alerts?.in_time ?? 0 },
    incidents: {
      closed: closed.length,
      incomplete: closed
        .filter((row) => !row.has_note)
        .map(({ name }) => name.slice(0, 8))
        .slice(0, MAX_NAMES),
    },
    figures: figures ?? { openAlerts: 0, criticalAlerts: 0, openIncidents: 0, closedIncidents: 0 },
  };
}

/** Sealed secrets begin with the number of their form, 1 or 2. */
async function readSecrets(session: Session, orgId: string | null): Promise<ComplianceFacts['secrets']> {
  const [row] = await session.query<{ sampled: number; unsealed: string[] | null }>(
    `SELECT count(*)::int AS sampled, (array_agg(name ORDER BY name) FILTER (WHERE form NOT IN (1, 2)))[1:${MAX_NAMES}] AS unsealed
     FROM (SELECT 'channel ' || channel_id AS name, secret_form AS form FROM notification_channels WHERE ${ofOrg} AND secret_form IS NOT NULL
           UNION ALL SELECT 'sink ' || sink_id, secret_form FROM sinks WHERE ${ofOrg} AND secret_form IS NOT NULL
           UNION ALL SELECT 'API key ' || id, secret_form FROM api_keys WHERE ${ofOrg} AND secret_form IS NOT NULL) AS secrets`,
    [orgId],
  );
  return { sampled: row?.sampled ?? 0, unsealed: row?.unsealed ?? [] };
}

function readSinkRows(session: Session, orgId: string | null): Promise<SinkRow[]> {
  return session.query<SinkRow>(
    `SELECT sinks.org_id AS "orgId", sinks.name || ' of ' || organizations.name AS name, sink_id AS "sinkId", group_name AS "group",
            is_enabled AS "isEnabled", floor(extract(epoch FROM detached_at) * 1000)::float8 AS "detachedAtMs"
     FROM sinks JOIN organizations ON organizations.id = sinks.org_id
     WHERE $1::uuid IS NULL OR sinks.org_id = $1 ORDER BY sinks.org_id, sinks.name LIMIT 1000`,
    [orgId],
  );
}

/** Newest entries of the audit log of a period, for a report; those of the installation hold no organisation's. */
export async function readAuditTrail(
  database: Database,
  { orgId, fromMs, toMs, limit }: { orgId: string | null; fromMs: number; toMs: number; limit: number },
): Promise<{ atMs: number; actor: string; action: string; target: string; reason: string }[]> {
  return database.transaction(
    (session) =>
      session.query<{ atMs: number; actor: string; action: string; target: string; reason: string }>(
        `SELECT floor(extract(epoch FROM at) * 1000)::float8 AS "atMs", actor, action, target, reason FROM (
           SELECT at, actor_kind || ' ' || actor AS actor, action, target_kind || ' ' || target_id AS target, coalesce(reason, '') AS reason
           FROM audit_log WHERE org_id = $5 AND at >= ${since(2)} AND at < ${since(3)}
             AND NOT (action = 'audit.read' AND actor_kind = 'system')
           UNION ALL SELECT at, coalesce(actor, 'acl-manager'), 'redis.' || kind, coalesce(redis_user, node, ''), coalesce(record::jsonb ->> 'reason', '')
           FROM security_audit WHERE $1::uuid IS NULL AND at >= ${since(2)} AND at < ${since(3)}
             AND kind IN ('users_drifted', 'rotation_done', 'rotation_failed', 'user_revoked', 'request', 'spike')
         ) AS entries ORDER BY at DESC LIMIT $4`,
        [orgId, fromMs, toMs, limit, chainOf(orgId === null ? null : parseOrgId(orgId))],
      ),
    { role, isReadOnly: true },
  );
}
