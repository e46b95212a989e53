import type { AuditRecord } from '@redoubt/acl';
import { z } from 'zod';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { renderTable } from '../output/table.ts';
import { formatSecond, isoTime } from '../output/time.ts';

export const chainRecordSchema = z.object({
  seq: z.number().int(),
  at: z.string().describe('RFC 3339'),
  kind: z.string(),
  node: z.string().nullable(),
  user: z.string().nullable(),
  actor: z.string().nullable(),
  reason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  hash: z.string().describe('SHA-256, hex'),
});
export type ChainRecordJson = z.infer<typeof chainRecordSchema>;

export function chainRecordJson(record: AuditRecord & { hash: string }): ChainRecordJson {
  const { seq, atMs, kind, node = null, user = null, actor = null, reason = null, detail, hash } = record;
  return { seq, at: isoTime(atMs), kind, node, user, actor, reason, detail: { ...detail }, hash };
}

const columns = [
  ...[{ name: 'no' }, { name: 'at' }, { name: 'what' }, { name: 'user' }, { name: 'node' }, { name: 'who' }],
  { name: 'detail', isFlexible: true },
];

export function renderChain(records: readonly ChainRecordJson[], view: View): string {
  const rows = records.map(({ seq, at, kind, user, node, actor, reason, detail }) => [
    ...[String(seq), formatSecond(Date.parse(at)), kind, printable(user ?? '-'), node ?? '-', printable(actor ?? '-')],
    printable([reason ?? '', detailText(detail)].filter(Boolean).join('; ')),
  ]);
  return renderTable(columns, rows, view);
}

/** They have columns of their own. */
const repeated: readonly string[] = ['user', 'reason'];

/** What can be said in few words: lists by their length, moments left out. */
function detailText(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .flatMap(([name, value]) => {
      if (repeated.includes(name)) return [];
      if (Array.isArray(value)) return value.length === 0 ? [] : [`${name}: ${value.length}`];
      if (value === null || typeof value === 'object' || name.endsWith('AtMs')) return [];
      return [`${name}=${String(value)}`];
    })
    .join(' ');
}
