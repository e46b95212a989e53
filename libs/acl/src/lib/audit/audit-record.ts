import { createHash } from 'node:crypto';

/** What happens, as the chain keeps it. */
export const AUDIT_KINDS = [
  'users_applied',
  'users_drifted',
  'users_refused',
  'command_denied',
  'login_failed',
  'log_gap',
  'rotation_done',
  'rotation_failed',
  'user_revoked',
  'request',
  'spike',
  'instance_took_over',
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

export interface AuditRecord {
  seq: number;
  /** Epoch ms. */
  atMs: number;
  kind: AuditKind;
  /** `host:port`, where it concerns one node. */
  node?: string;
  user?: string;
  /** Who asked for it, where a person or a program did. */
  actor?: string;
  /** Why they asked. */
  reason?: string;
  detail: Readonly<Record<string, unknown>>;
  /** Hash of the record before, '' for the first. */
  previous: string;
}

/** A record before it has its place in the chain. */
export type AuditEntry = Omit<AuditRecord, 'seq' | 'atMs' | 'previous'>;

/** SHA-256 of the record's text, hex; the text holds the hash of the one before, so one changed byte breaks the chain. */
export function recordHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Where a chain is broken. */
export interface ChainFault {
  seq: number;
  reason: 'changed' | 'missing' | 'unreadable';
}

/**
 * Looks for a break in records read in order. The first may have any predecessor, since old records are dropped.
 *
 * @param entries text and hash of each record
 */
export function findChainFault(entries: readonly { text: string; hash: string }[]): ChainFault | null {
  let before: { seq: number; hash: string } | undefined;
  for (const { text, hash } of entries) {
    const record = parseAuditRecord(text);
    if (record === null) return { seq: (before?.seq ?? 0) + 1, reason: 'unreadable' };
    if (recordHash(text) !== hash) return { seq: record.seq, reason: 'changed' };
    if (before && record.seq !== before.seq + 1) return { seq: before.seq + 1, reason: 'missing' };
    if (before && record.previous !== before.hash) return { seq: record.seq, reason: 'changed' };
    before = { seq: record.seq, hash };
  }
  return null;
}

/** Reads the text of a record; null for what is none. */
export function parseAuditRecord(text: string): AuditRecord | null {
  try {
    const record = JSON.parse(text) as AuditRecord;
    return Number.isInteger(record.seq) ? record : null;
  } catch {
    return null;
  }
}
