import clsx from 'clsx';
import { memo, type ReactNode } from 'react';
import { uiText } from '../../messages/ui.ts';
import { Checkbox } from '../checkbox.tsx';
import type { Column } from './column.ts';

interface TableRowProps<Row> {
  row: Row;
  columns: readonly Column<Row>[];
  narrow: ((row: Row) => ReactNode) | undefined;
  isNarrow: boolean;
  template: string;
  id: string;
  rowIndex: number;
  label: string;
  startPx: number;
  sizePx: number;
  hasCursor: boolean;
  isOpen: boolean;
  isNew: boolean;
  isSelected: boolean;
  onSelect: ((isRange: boolean) => void) | undefined;
  onPress: () => void;
}

/** A veil that fades: its opacity costs no style, layout or paint of the page, as a fading background would. */
const FRESH =
  'after:pointer-events-none after:absolute after:inset-0 after:animate-row after:bg-accent/16 after:opacity-0';

/** Things in a row that are pressed for themselves. */
const ownPress = 'a, button, input, label, [data-own-press]';

export function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, columns, narrow, isNarrow, hasCursor, isOpen, isSelected, onSelect, onPress } = props;
  return (
    <div
      role="row"
      id={props.id}
      aria-rowindex={props.rowIndex}
      aria-selected={onSelect ? isSelected : undefined}
      onClick={(event) => {
        const isOwn = event.target instanceof Element && event.target.closest(ownPress) !== null;
        // A text that was just selected is to be copied, not opened.
        if (!isOwn && getSelection()?.isCollapsed !== false) onPress();
      }}
      className={clsx(
        'absolute inset-x-0 grid cursor-default items-center border-b border-line/60 px-4 text-sm sm:px-6',
        isOpen || isSelected ? 'bg-accent/10' : 'hover:bg-hover/60',
        hasCursor && 'shadow-[inset_2px_0_0_var(--color-accent)] group-focus-visible/table:bg-accent/10',
        props.isNew && FRESH,
      )}
      style={{
        height: props.sizePx,
        transform: `translateY(${props.startPx}px)`,
        gridTemplateColumns: isNarrow ? (onSelect ? '32px minmax(0,1fr)' : 'minmax(0,1fr)') : props.template,
      }}
    >
      {onSelect && (
        <div
          role="gridcell"
          className="flex h-full items-center"
          data-own-press
          onClick={(event) => {
            if (event.target === event.currentTarget) onSelect(event.shiftKey);
          }}
        >
          <Checkbox
            label={uiText.selectRow(props.label)}
            isChecked={isSelected}
            isTabStop={false}
            onChange={(_isChecked, isRange) => onSelect(isRange)}
          />
        </div>
      )}
      <RowCells row={row} columns={columns} narrow={isNarrow ? narrow : undefined} />
    </div>
  );
}

interface RowCellsProps<Row> {
  row: Row;
  columns: readonly Column<Row>[];
  narrow: ((row: Row) => ReactNode) | undefined;
}

function MadeCells<Row>({ row, columns, narrow }: RowCellsProps<Row>) {
  if (narrow) {
    return (
      <div role="gridcell" className="min-w-0">
        {narrow(row)}
      </div>
    );
  }
  return columns.map(({ id, cell, align }) => (
    <div key={id} role="gridcell" className={clsx('min-w-0 truncate pr-3', align === 'end' && 'tabular text-right')}>
      {cell(row)}
    </div>
  ));
}

/** Made once per row and not again when rows that come in push it down. */
const RowCells = memo(MadeCells) as typeof MadeCells;
