import type { Hash } from 'node:crypto';
import type { Session } from '../session.ts';

/** Rows of one read: an event may have 256 KiB. */
const BATCH_ROWS = 100;
/** Compressed at a time. */
const BLOCK_BYTES = 1024 * 1024;

/** What the rows that went by say. */
interface Seen {
  organizations: Record<string, number>;
  first: string | undefined;
  last: string | undefined;
}

/** Rows of a table as JSON lines, in blocks of about 1 MiB; counts what goes by. */
export async function* readBlocks(
  session: Session,
  { table, signal }: { table: string; signal: AbortSignal | undefined },
  plain: { hash: Hash; sizeBytes: number; rows: number },
  seen: Seen,
): AsyncGenerator<Buffer> {
  await session.query(
    `DECLARE archived_rows NO SCROLL CURSOR FOR
     SELECT org_id::text AS org, to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
       row_to_json(e)::text AS line FROM ${table} e`,
  );
  let block: Buffer[] = [];
  let blockBytes = 0;
  for (;;) {
    signal?.throwIfAborted();
    const rows = await session.query<{ org: string; at: string; line: string }>(
      `FETCH ${BATCH_ROWS} FROM archived_rows`,
    );
    for (const { org, at, line } of rows) {
      seen.organizations[org] = (seen.organizations[org] ?? 0) + 1;
      if (seen.first === undefined || at < seen.first) seen.first = at;
      if (seen.last === undefined || at > seen.last) seen.last = at;
      const bytes = Buffer.from(`${line}\n`);
      plain.hash.update(bytes);
      block.push(bytes);
      blockBytes += bytes.length;
    }
    plain.rows += rows.length;
    if (blockBytes < BLOCK_BYTES && rows.length > 0) continue;
    plain.sizeBytes += blockBytes;
    if (blockBytes > 0) yield Buffer.concat(block, blockBytes);
    if (rows.length === 0) return;
    [block, blockBytes] = [[], 0];
  }
}
