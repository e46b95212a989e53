import type { ReactNode } from 'react';

/** A column of a table. */
export interface Column<Row> {
  id: string;
  /** Its head; an empty one needs a `label`. */
  title: ReactNode;
  /** What it is called where the title is no word. */
  label?: string;
  /** As in CSS grids: `88px`, `minmax(160px,2fr)`. */
  width: string;
  cell: (row: Row) => ReactNode;
  align?: 'start' | 'end';
  /** Left out where the table is narrower than so many pixels. */
  minTableWidth?: number;
  /** Told to `onSort`; without it the head is no button. */
  isSortable?: boolean;
}

export interface Sort {
  column: string;
  isDescending: boolean;
}

/** The columns that find a place in a table of this width. */
export function columnsFor<Row>(columns: readonly Column<Row>[], widthPx: number): Column<Row>[] {
  return columns.filter(({ minTableWidth = 0 }) => widthPx >= minTableWidth);
}
