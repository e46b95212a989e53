import type { ScoringValue } from '@redoubt/scoring';
import type { LabelledSet } from './labelled-set.ts';

const MINUTE_MS = 60_000;
/** The rows have no time: so many make a minute. */
export const ROWS_PER_MINUTE = 100;
/** Opted-in payload fields, as many as one event type may have. */
const VALUES = [
  'src_bytes',
  'dst_bytes',
  'count',
  'srv_count',
  'serror_rate',
  'same_srv_rate',
  'dst_host_count',
  'dst_host_srv_count',
];

/** KDD Cup 1999 columns. @param keptAttacks share of the attack rows that is kept, chosen by row number */
export function readKdd(lines: readonly string[], name: string, keptAttacks = 1): LabelledSet {
  const header = (lines[0] as string).split(',');
  const at = (column: string): number => header.indexOf(column);
  const [type, protocol, flag, attack] = [at('service'), at('protocol_type'), at('flag'), at('attack')];
  const columns = VALUES.map((field) => [field, at(field)] as const);
  const rows: string[] = [];
  const attacks: number[] = [];
  for (let row = 1; row < lines.length; row++) {
    const line = lines[row] as string;
    const isAttack = line.slice(line.lastIndexOf(',') + 1) !== '';
    if (isAttack && keptAttacks < 1 && unsignedHash(row) / 2 ** 32 >= keptAttacks) continue;
    rows.push(line);
    attacks.push(isAttack ? 1 : 0);
  }
  if (attack !== header.length - 1) throw new Error('the last column must be `attack`');
  return {
    name,
    count: rows.length,
    labels: Uint8Array.from(attacks),
    from: 0,
    event: (index) => {
      const cells = (rows[index] as string).split(',');
      const timeMs = (1 + Math.floor(index / ROWS_PER_MINUTE)) * MINUTE_MS;
      return {
        timeMs,
        receivedAtMs: timeMs,
        eventType: cells[type] as string,
        severity: 'informational',
        action: cells[protocol] as string,
        outcome: cells[flag] as string,
        values: columns.map(([field, column]): ScoringValue => ({ field, value: Number(cells[column]) })),
      };
    },
  };
}

/** Finaliser of MurmurHash3, as the description of the data wants it. */
function unsignedHash(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
