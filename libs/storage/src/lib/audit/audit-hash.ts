import { createHash } from 'node:crypto';
import type { AuditRecord } from './audit-entry.ts';

/** What a chain begins with. */
export const FIRST_PREV_HASH = '0'.repeat(64);

/** Changes whenever the hashed form does, so that old rows stay verifiable. */
const FORMAT = 1;

/** SHA-256, hex, of everything a record says (without `hash` itself) as canonical JSON. */
export function auditHash(record: Omit<AuditRecord, 'hash'>): string {
  const { orgId, seq, atMs, actorKind, actor, address, action, targetKind, targetId, reason } = record;
  const { before, after, prevHash } = record;
  const said = { v: FORMAT, orgId, seq, atMs, actorKind, actor, address, action, targetKind, targetId, reason };
  return createHash('sha256')
    .update(canonicalJson({ ...said, before, after, prevHash }))
    .digest('hex');
}

/** JSON with the keys of every object in the order of their UTF-16 units, as RFC 8785 has it. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const keys = Object.keys(value).sort();
  // Without a prototype, so that a key named __proto__ stays a key.
  const out = Object.create(null) as Record<string, unknown>;
  for (const key of keys) out[key] = sorted((value as Record<string, unknown>)[key]);
  return out;
}
