import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import type { Style } from './style.ts';

export interface Column {
  name: string;
  align?: 'left' | 'right';
  /** Gives way when the terminal is too narrow; at most one column of a table. */
  isFlexible?: boolean;
}

const none = '';
const plainChars = {
  ...{ top: none, 'top-mid': none, 'top-left': none, 'top-right': none },
  ...{ bottom: none, 'bottom-mid': none, 'bottom-left': none, 'bottom-right': none },
  ...{ left: none, 'left-mid': none, mid: none, 'mid-mid': none },
  ...{ right: none, 'right-mid': none, middle: '  ' },
};
const gap = 2;
const leastFlexible = 20;

/**
 * Rows under a head, columns two spaces apart. Cells are shown as they are: what came from a sender goes through
 * `printable` first.
 *
 * @param width columns of the terminal; without it nothing is cut
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { style, width }: { style: Style; width: number | undefined },
): string {
  const table = new Table({
    head: columns.map((column) => style.head(column.name.toUpperCase())),
    chars: plainChars,
    colAligns: columns.map((column) => column.align ?? 'left'),
    colWidths: columnWidths(columns, rows, width),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): (number | null)[] {
  const natural = columns.map((column, i) =>
    Math.max(column.name.length, ...rows.map((row) => lengthOf(row[i] ?? ''))),
  );
  const flexible = columns.findIndex((column) => column.isFlexible);
  const all: (number | null)[] = columns.map(() => null);
  if (width === undefined || flexible < 0) return all;
  const others = natural.reduce((sum, n, i) => (i === flexible ? sum : sum + n + gap), 0);
  const left = Math.max(leastFlexible, width - others);
  if ((natural[flexible] ?? 0) > left) all[flexible] = left;
  return all;
}

function lengthOf(cell: string): number {
  return [...stripVTControlCharacters(cell)].length;
}
