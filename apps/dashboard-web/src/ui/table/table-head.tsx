import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { uiText } from '../../messages/ui.ts';
import { Checkbox } from '../checkbox.tsx';
import type { Column, Sort } from './column.ts';
import { selectionState } from './selection.ts';

interface TableHeadProps<Row> {
  columns: readonly Column<Row>[];
  template: string;
  isNarrow: boolean;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
}

/** Names of the columns, and the box for all rows; stays in sight. */
export function TableHead<Row>(props: TableHeadProps<Row>) {
  const { columns, template, isNarrow, rows, rowId, selected = new Set<string>(), onSelect } = props;
  const ids = rows.map(rowId);
  const state = selectionState(selected, ids);
  return (
    <div role="rowgroup" className={clsx('sticky top-0 z-10 border-b border-line bg-canvas', isNarrow && 'sr-only')}>
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-8 items-center px-4 sm:px-6"
        style={{ gridTemplateColumns: template }}
      >
        {onSelect && (
          <div role="columnheader" aria-label={uiText.selectAll} className="flex items-center">
            <Checkbox
              label={uiText.selectAll}
              isChecked={state}
              isDisabled={ids.length === 0}
              onChange={() => onSelect(state === true ? new Set() : new Set(ids))}
            />
          </div>
        )}
        {columns.map((column) => (
          <HeadCell
            key={column.id}
            column={column}
            {...(props.sort ? { sort: props.sort } : {})}
            {...(props.onSort ? { onSort: props.onSort } : {})}
          />
        ))}
      </div>
    </div>
  );
}

function HeadCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort?: Sort; onSort?: (sort: Sort) => void }) {
  const { id, title, label, align, isSortable } = column;
  const isSorted = sort?.column === id;
  const Arrow = sort?.isDescending === true ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className={clsx(
        'flex min-w-0 items-center gap-1 pr-3 text-xs font-medium text-muted',
        align === 'end' && 'justify-end',
      )}
    >
      {isSortable === true && onSort ? (
        <button
          type="button"
          className="inline-flex min-h-6 items-center gap-1 rounded-sm hover:text-fg"
          onClick={() => onSort({ column: id, isDescending: !isSorted || !sort.isDescending })}
        >
          {title}
          {isSorted && <Arrow aria-hidden className="size-3" />}
        </button>
      ) : (
        <span className="truncate">{title}</span>
      )}
    </div>
  );
}
