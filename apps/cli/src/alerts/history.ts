import type { HistoryEntry } from '@redoubt/storage';
import { z } from 'zod';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { renderTable } from '../output/table.ts';
import { formatSecond, isoTime } from '../output/time.ts';

export const historySchema = z.object({
  version: z.number().int(),
  change: z.string(),
  at: z.string().describe('RFC 3339'),
  status: z.string().describe('afterwards'),
  severity: z.string().describe('afterwards'),
  count: z.number().int().optional().describe('events of the alert, or alerts of the incident, by then'),
  actor: z.string().optional().describe('for changes by people'),
  note: z.string().optional(),
  commandId: z.string().optional(),
});
export type HistoryJson = z.infer<typeof historySchema>;

export function historyJson(
  entry: HistoryEntry<string, string> & { count?: number; alertCount?: number },
): HistoryJson {
  const { atMs, count, alertCount, ...rest } = entry;
  const counted = count ?? alertCount;
  return { ...rest, at: isoTime(atMs), ...(counted === undefined ? {} : { count: counted }) };
}

/** What happened, oldest first; a run of mere counts is one line. */
export function renderHistory(history: readonly HistoryJson[], view: View): string {
  const rows = history
    .filter((entry, i) => entry.change !== 'updated' || history[i + 1]?.change !== 'updated')
    .map((entry) => [
      formatSecond(Date.parse(entry.at)),
      entry.change.replaceAll('_', ' '),
      entry.status,
      String(entry.count ?? '-'),
      printable(entry.actor ?? '-'),
      printable(entry.note ?? ''),
    ]);
  const columns = [
    { name: 'time (utc)' },
    { name: 'change' },
    { name: 'status' },
    { name: 'count', align: 'right' as const },
    { name: 'by' },
    { name: 'note', isFlexible: true },
  ];
  return renderTable(columns, rows, view);
}
