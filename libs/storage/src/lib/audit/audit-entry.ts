import type { OrgId } from '@redoubt/contracts';

export const AUDIT_ACTOR_KINDS = ['user', 'api_key', 'operator', 'system'] as const;
/** `operator`: somebody at the command line; `system`: the platform by itself. */
export type AuditActorKind = (typeof AUDIT_ACTOR_KINDS)[number];

/** Who changes something, from where, and why. */
export interface AuditActor {
  kind: AuditActorKind;
  /** Id of a user or key, or the name an operator goes by. */
  name: string;
  address?: string;
  reason?: string;
}

/** Whoever settings, alerts and incidents name: `user:<id>`, `api_key:<id>`, or the name of an operator. */
export function parseActor(text: string): Pick<AuditActor, 'kind' | 'name'> {
  const at = text.indexOf(':');
  const kind = AUDIT_ACTOR_KINDS.find((one) => one === text.slice(0, Math.max(0, at)));
  const name = text.slice(at + 1);
  return kind === undefined || name === '' ? { kind: 'operator', name: text } : { kind, name };
}

/** One change, as it is given to the audit log. */
export interface AuditEntry {
  /** Null: a change that belongs to no organisation, such as to a user. */
  orgId: OrgId | null;
  actor: AuditActor;
  /** `<what>.<change>`, lower case: `member.added`, `rules.changed`. */
  action: string;
  target: { kind: string; id: string };
  /** What it was; absent for something new. Never a secret. */
  before?: unknown;
  /** What it is now; absent for something that is gone. Never a secret. */
  after?: unknown;
}

/** An entry as the log holds it. */
export interface AuditRecord {
  /** Null: of the chain that belongs to no organisation. */
  orgId: OrgId | null;
  /** Place in the chain, from 1 without gaps. */
  seq: number;
  atMs: number;
  actorKind: AuditActorKind;
  actor: string;
  address: string | null;
  action: string;
  targetKind: string;
  targetId: string;
  reason: string | null;
  before: unknown;
  after: unknown;
  /** Hex. */
  prevHash: string;
  /** Hex. */
  hash: string;
}

/** Stands for "no organisation" in `org_id`; no organisation can have it, since theirs are UUIDs of version 4. */
const NO_ORG = '00000000-0000-0000-0000-000000000000';

export function chainOf(orgId: OrgId | null): string {
  return orgId ?? NO_ORG;
}

export interface AuditRow {
  org_id: OrgId;
  seq: string;
  at_ms: number;
  actor_kind: AuditActorKind;
  actor: string;
  address: string | null;
  action: string;
  target_kind: string;
  target_id: string;
  reason: string | null;
  before: unknown;
  after: unknown;
  prev_hash: Buffer;
  hash: Buffer;
}

export const AUDIT_COLUMNS = `org_id, seq, round(extract(epoch FROM at) * 1000)::float8 AS at_ms, actor_kind, actor,
  host(address) AS address, action, target_kind, target_id, reason, before, after, prev_hash, hash`;

export function auditRecordOf(row: AuditRow): AuditRecord {
  return {
    orgId: (row.org_id as string) === NO_ORG ? null : row.org_id,
    seq: Number(row.seq),
    atMs: row.at_ms,
    actorKind: row.actor_kind,
    actor: row.actor,
    address: row.address,
    action: row.action,
    targetKind: row.target_kind,
    targetId: row.target_id,
    reason: row.reason,
    before: row.before,
    after: row.after,
    prevHash: row.prev_hash.toString('hex'),
    hash: row.hash.toString('hex'),
  };
}
