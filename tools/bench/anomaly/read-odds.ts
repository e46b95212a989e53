import type { LabelledSet } from './labelled-set.ts';
import { ROWS_PER_MINUTE } from './read-kdd.ts';

const MINUTE_MS = 60_000;

/** Columns of natural logarithms and a last column `label`; the logarithms are undone. */
export function readOdds(lines: readonly string[], name: string): LabelledSet {
  const header = (lines[0] as string).split(',');
  const fields = header.slice(0, -1).map((column) => column.replace(/^log_/, ''));
  const rows = lines.slice(1).map((line) => Float64Array.from(line.split(','), Number));
  return {
    name,
    count: rows.length,
    labels: Uint8Array.from(rows, (row) => row[fields.length] as number),
    from: 0,
    event: (index) => {
      const timeMs = (1 + Math.floor(index / ROWS_PER_MINUTE)) * MINUTE_MS;
      const row = rows[index] as Float64Array;
      return {
        timeMs,
        receivedAtMs: timeMs,
        eventType: 'mail_connection',
        severity: 'informational',
        values: fields.map((field, at) => ({ field, value: Math.exp(row[at] as number) - 0.1 })),
      };
    },
  };
}
