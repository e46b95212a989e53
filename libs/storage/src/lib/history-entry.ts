import { SEVERITIES, type Severity } from '@redoubt/contracts';

/** One change of an alert or incident. */
export interface HistoryEntry<C extends string, S extends string> {
  version: number;
  change: C;
  /** Accept time of what changed it, epoch ms. */
  atMs: number;
  status: S;
  severity: Severity;
  /** Set for changes by people. */
  actor?: string;
  note?: string;
  commandId?: string;
}

export interface HistoryRow {
  version: string;
  change: string;
  at_ms: number;
  status: string;
  severity: number;
  actor: string | null;
  note: string | null;
  command_id: string | null;
}

export const HISTORY_COLUMNS =
  'version, change, round(extract(epoch FROM at) * 1000)::float8 AS at_ms, status, severity, actor, note, command_id';

export function historyEntryOf<C extends string, S extends string>(row: HistoryRow): HistoryEntry<C, S> {
  return {
    version: Number(row.version),
    change: row.change as C,
    atMs: row.at_ms,
    status: row.status as S,
    severity: SEVERITIES[row.severity] ?? 'informational',
    ...(row.actor === null ? {} : { actor: row.actor }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.command_id === null ? {} : { commandId: row.command_id }),
  };
}
