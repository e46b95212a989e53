import clsx from 'clsx';
import { useId, useMemo, useRef, type ReactNode } from 'react';
import { formatCount } from '../../format/format-number.ts';
import { useRowHeight } from '../../preferences/density.ts';
import { columnsFor, type Column, type Sort } from './column.ts';
import { NewRowsPill } from './new-rows-pill.tsx';
import { TableHead } from './table-head.tsx';
import { TableRow } from './table-row.tsx';
import { TableSkeleton } from './table-skeleton.tsx';
import { useTableCursor } from './use-table-cursor.ts';
import { useTableKeys, type RowAction } from './use-table-keys.ts';
import { useTableWindow } from './use-table-window.ts';
import { useWidth } from './use-width.ts';

export interface DataTableProps<Row> {
  /** What the rows are; read aloud. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** The row in words, for its box and for those who hear the page. */
  rowLabel: (row: Row) => string;
  /** Two lines in place of the columns, where the table is narrower than 560 px. */
  narrow?: (row: Row) => ReactNode;
  /** Rows there are in all, when more can be loaded. */
  totalCount?: number;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  /** The row whose details are open; the cursor follows it. */
  openId?: string | undefined;
  onOpen?: (row: Row) => void;
  /** Further keys, for the selected rows or the one with the cursor. */
  actions?: readonly RowAction<Row>[];
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Called while the end is in sight; left out while there is nothing to load, or something is being loaded. */
  onEndReached?: (() => void) | undefined;
  /** Rows that wait, and how they are called. */
  fresh?: { count: number; one: string; onShow: () => void };
  isLoading?: boolean;
  isStale?: boolean;
  /** Shown when there are no rows. */
  empty: ReactNode;
  /** Faded in once. */
  isFresh?: (row: Row) => boolean;
}

const narrowBelowPx = 560;
const narrowRowPx = 60;

/**
 * A list of any length. Only rows in sight are made; the focus stays on the table itself and the cursor is told by
 * `aria-activedescendant`, so that neither scrolling nor live updates lose it.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    label,
    rows,
    rowId,
    selected,
    openId,
    isLoading = false,
    isStale = false,
    fresh,
    empty,
    narrow,
    totalCount,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const baseId = useId();
  const widthPx = useWidth(scroller);
  const rowHeight = useRowHeight();
  const isNarrow = narrow !== undefined && widthPx > 0 && widthPx < narrowBelowPx;
  const columns = useMemo(() => columnsFor(props.columns, widthPx), [props.columns, widthPx]);
  const cursor = useTableCursor({ ids: rows.map(rowId), openId });
  const table = useTableWindow({
    scroller,
    count: rows.length,
    rowPx: isNarrow ? narrowRowPx : rowHeight,
    kept: cursor.index,
    onEndReached: props.onEndReached,
  });
  const keys = useTableKeys({ ...props, cursor, scrollTo: table.scrollTo });
  const template = columns.map(({ width }) => width).join(' ');
  const layout = { columns, template: props.onSelect ? `32px ${template}` : template, isNarrow };
  const cursorRow = rows[cursor.index];
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {fresh && fresh.count > 0 && <NewRowsPill {...fresh} />}
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={(totalCount ?? rows.length) + 1}
        aria-colcount={columns.length + (props.onSelect ? 1 : 0)}
        aria-multiselectable={props.onSelect ? true : undefined}
        aria-activedescendant={cursorRow === undefined ? undefined : `${baseId}-${rowId(cursorRow)}`}
        aria-busy={isLoading || undefined}
        tabIndex={0}
        onKeyDown={keys.onKeyDown}
        className="group/table min-h-0 flex-1 overflow-auto outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--color-focus)]"
      >
        <TableHead {...props} {...layout} />
        {isLoading && rows.length === 0 && (
          <TableSkeleton {...layout} rowPx={rowHeight} hasBoxes={props.onSelect !== undefined} />
        )}
        <div role="rowgroup" className={clsx('relative', isStale && 'stale')} style={{ height: table.heightPx }}>
          {table.items.map(({ index, startPx, sizePx }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const id = rowId(row);
            return (
              <TableRow
                key={id}
                {...layout}
                {...{ row, narrow, startPx, sizePx }}
                id={`${baseId}-${id}`}
                rowIndex={index + 2}
                label={props.rowLabel(row)}
                hasCursor={index === cursor.index}
                isOpen={id === openId}
                isNew={props.isFresh?.(row) === true}
                isSelected={selected?.has(id) === true}
                onSelect={props.onSelect && ((isRange) => keys.select(index, isRange))}
                onPress={() => keys.press(index)}
              />
            );
          })}
        </div>
        {!isLoading && rows.length === 0 && (
          <div role="rowgroup">
            <div role="row">
              <div role="gridcell">{empty}</div>
            </div>
          </div>
        )}
      </div>
      {totalCount !== undefined && totalCount > rows.length && (
        <div className="tabular border-t border-line px-4 py-1 text-xs text-muted">
          {formatCount(rows.length)} / {formatCount(totalCount)}
        </div>
      )}
    </div>
  );
}
