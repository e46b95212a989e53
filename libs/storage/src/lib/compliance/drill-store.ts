import { randomUUID } from 'node:crypto';
import type { AuditActor } from '../audit/audit-entry.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../database.ts';
import { jsonbText } from '../pg-json.ts';
import type { Session } from '../session.ts';

export type DrillKind = 'failover' | 'restore';

/** A drill as it went. */
export interface Drill {
  kind: DrillKind;
  startedAtMs: number;
  finishedAtMs: number;
  isPassed: boolean;
  /** What was measured, by name; the unit is part of the name. */
  figures: Readonly<Record<string, number>>;
  /** What stands against it; empty when it passed. */
  faults: readonly string[];
}

/** The newest drill of a kind. */
export interface DrillRow {
  kind: DrillKind;
  by: string;
  /** When it ended, epoch ms. */
  atMs: number;
  isPassed: boolean;
  figures: Readonly<Record<string, number>>;
  faults: readonly string[];
}

const MAX_FAULTS = 100;

/** Keeps a drill as evidence, with its entry in the audit log. @returns its id */
export async function recordDrill(database: Database, drill: Drill, actor: AuditActor): Promise<string> {
  const id = randomUUID();
  const { kind, startedAtMs, finishedAtMs, isPassed, figures } = drill;
  const faults = drill.faults.slice(0, MAX_FAULTS);
  await database.transaction(async (session) => {
    await session.query(
      `INSERT INTO drills (drill_id, kind, actor, started_at, finished_at, passed, figures, faults)
       VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000), to_timestamp($5::float8 / 1000), $6, $7, $8)`,
      [id, kind, actor.name, startedAtMs, finishedAtMs, isPassed, jsonbText(figures), faults],
    );
    const target = { kind: 'drill', id };
    await appendAudit(session, { orgId: null, actor, action: `drill.${kind}`, target, after: { isPassed, figures } });
  });
  return id;
}

/** The newest drill of each kind. */
export async function newestDrills(session: Session): Promise<DrillRow[]> {
  return session.query<DrillRow>(
    `SELECT DISTINCT ON (kind) kind, actor AS by, floor(extract(epoch FROM finished_at) * 1000)::float8 AS "atMs",
            passed AS "isPassed", figures, faults
     FROM drills ORDER BY kind, finished_at DESC`,
  );
}
