import { AuditLog, parseAuditRecord, type AuditRecord, type AuditRow, type ChainFault } from '@redoubt/acl';

const pageSize = 1_000;

/** What the installation's chain was found to be. */
export interface ChainVerdict {
  /** Records that are sound, from the first on. */
  records: number;
  /** `<number>:<hash>` of the last one; undefined for an empty chain. */
  head?: string;
  fault?: ChainFault['reason'] | 'rewritten' | 'cut_off';
  seq?: number;
  /** Entry of the stream at fault. */
  entryId?: string;
}

/**
 * Recomputes the installation's chain in Redis.
 *
 * @param anchor head of an earlier run: that record must still be what it was
 * @throws RedisUnavailableError
 */
export async function verifyChain(audit: AuditLog, anchor?: { seq: number; hash: string }): Promise<ChainVerdict> {
  const [last] = await audit.newest(1);
  const { records, fault } = await audit.verify();
  const lastSeq = last === undefined ? 0 : (parseAuditRecord(last.text)?.seq ?? 0);
  if (fault) {
    const [first] = await audit.read('0', 1);
    const firstSeq = parseAuditRecord(first?.text ?? '')?.seq ?? fault.seq;
    const place = await placeOf(audit, fault.seq);
    return { records: Math.max(0, fault.seq - firstSeq), ...place, fault: fault.reason, seq: fault.seq };
  }
  if (anchor !== undefined) {
    if (anchor.seq > lastSeq) return { records, fault: 'cut_off', seq: lastSeq + 1 };
    const row = await findRow(audit, anchor.seq);
    // A row that is gone was dropped with the oldest ones, which is no fault.
    if (row !== undefined && row.hash !== anchor.hash) {
      return { records, fault: 'rewritten', seq: anchor.seq, entryId: row.entryId };
    }
  }
  return { records, ...(last === undefined ? {} : { head: `${lastSeq}:${last.hash}` }) };
}

async function placeOf(audit: AuditLog, seq: number): Promise<{ entryId?: string }> {
  const row = await findRow(audit, seq);
  return row === undefined ? {} : { entryId: row.entryId };
}

async function findRow(audit: AuditLog, seq: number): Promise<AuditRow | undefined> {
  let after = '0';
  for (;;) {
    const page = await audit.read(after, pageSize);
    const found = page.find(({ text }) => parseAuditRecord(text)?.seq === seq);
    if (found || page.length < pageSize) return found;
    after = page.at(-1)?.entryId ?? after;
  }
}

export interface ChainFilter {
  kind?: string | undefined;
  user?: string | undefined;
  actor?: string | undefined;
}

/** Newest records that pass, oldest first; looks at so many as are needed and no more than the chain holds. */
export async function newestRecords(
  audit: AuditLog,
  filter: ChainFilter,
  limit: number,
): Promise<(AuditRecord & { hash: string })[]> {
  const found: (AuditRecord & { hash: string })[] = [];
  let before: string | undefined;
  for (;;) {
    const page = await audit.newest(pageSize, before);
    for (const { text, hash } of page) {
      const record = parseAuditRecord(text);
      if (record !== null && passes(record, filter)) found.push({ ...record, hash });
      if (found.length === limit) return found.reverse();
    }
    if (page.length < pageSize) return found.reverse();
    before = page.at(-1)?.entryId;
  }
}

function passes(record: AuditRecord, { kind, user, actor }: ChainFilter): boolean {
  if (kind !== undefined && !record.kind.startsWith(kind)) return false;
  if (user !== undefined && record.user !== user) return false;
  return actor === undefined || record.actor === actor;
}
