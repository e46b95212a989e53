import { AUDIT_KINDS, AuditLog, parseAuditRecord, type AuditRecord, type AuditRow } from '@redoubt/acl';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { given, moment, nextCursor, paging } from '../parameters.ts';
import type { Services } from '../services.ts';

const pageRows = 500;
/** Looked at for one answer; a rare record may need another page. */
const mostRows = 5_000;

const filters = {
  kind: z.enum(AUDIT_KINDS).optional(),
  user: z.string().min(1).max(256).optional(),
  node: z.string().min(1).max(256).optional().describe('`host:port`'),
  reason: z.enum(['command', 'key', 'channel', 'auth']).optional().describe('Why something was refused'),
  fromMs: moment.optional(),
  toMs: moment.optional().describe('Exclusive'),
};
type Filters = z.output<z.ZodObject<typeof filters>>;

const recordSchema = z.strictObject({
  seq: z.int().describe('Place in the chain, without gaps'),
  atMs: z.number(),
  kind: z.string(),
  node: z.string().optional(),
  user: z.string().optional(),
  actor: z.string().optional().describe('Who asked for it'),
  reason: z.string().optional().describe('Why they asked'),
  detail: z.record(z.string(), z.unknown()),
  hash: z.string().describe('SHA-256 over the record, which holds the hash of the one before, hex'),
});

export function listSecurityAuditRoute({ redis, clock }: Services): Route {
  const log = new AuditLog({ redis, clock });
  return defineRoute({
    method: 'get',
    path: '/api/v1/security/audit',
    operationId: 'listSecurityAudit',
    summary: 'List records of the chain of the installation, newest first',
    description: `Looks at no more than ${mostRows} records, so a page may be short though more follow.`,
    permission: 'platform:read',
    cost: 2,
    query: z.strictObject({
      ...filters,
      ...paging,
      cursor: z
        .string()
        .regex(/^\d{1,15}-\d{1,15}$/)
        .optional()
        .describe('`nextCursor` of the page before, with the same filters'),
    }),
    reply: z.strictObject({ records: z.array(recordSchema), nextCursor }),
    handle: async ({ query: { limit, cursor, ...wanted } }) => ({
      json: await pageOf(log, wanted, { limit, ...given({ cursor }) }),
    }),
  });
}

async function pageOf(log: AuditLog, wanted: Filters, { limit, cursor }: { limit: number; cursor?: string }) {
  const records: z.output<typeof recordSchema>[] = [];
  let before = cursor;
  for (let looked = 0; looked < mostRows; looked += pageRows) {
    const rows = await log.newest(pageRows, before);
    for (const row of rows) {
      before = row.entryId;
      const record = shown(row, wanted);
      if (record === 'older') return { records };
      if (record !== 'other') records.push(record);
      if (records.length === limit) return { records, nextCursor: before };
    }
    if (rows.length < pageRows) return { records };
  }
  return { records, ...given({ nextCursor: before }) };
}

function shown({ text, hash }: AuditRow, wanted: Filters): z.output<typeof recordSchema> | 'other' | 'older' {
  const record = parseAuditRecord(text);
  if (record === null) return 'other';
  if (wanted.fromMs !== undefined && record.atMs < wanted.fromMs) return 'older';
  if (!isWanted(record, wanted)) return 'other';
  const { seq, atMs, kind, node, user, actor, reason, detail } = record;
  return { seq, atMs, kind, ...given({ node, user, actor, reason }), detail, hash };
}

function isWanted({ kind, user, node, atMs, detail }: AuditRecord, wanted: Filters): boolean {
  const isSame = (want: string | undefined, is: unknown): boolean => want === undefined || want === is;
  return (
    isSame(wanted.kind, kind) &&
    isSame(wanted.user, user) &&
    isSame(wanted.node, node) &&
    isSame(wanted.reason, detail.reason) &&
    (wanted.toMs === undefined || atMs < wanted.toMs)
  );
}
