import { useRef, type KeyboardEvent } from 'react';
import { useShortcut } from '../../keyboard/shortcuts.ts';
import { tableText } from '../../messages/table.ts';
import { shellText } from '../../messages/shell.ts';
import { stepped } from './cursor.ts';
import { toggled } from './selection.ts';
import type { TableCursor } from './use-table-cursor.ts';
import { useRowActions } from './use-row-actions.ts';

/** Something to be done with rows by a key. */
export interface RowAction<Row> {
  keys: string;
  label: string;
  run: (rows: readonly Row[]) => void;
  isEnabled?: boolean;
}

interface TableKeysOptions<Row> {
  rows: readonly Row[];
  rowId: (row: Row) => string;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  openId?: string | undefined;
  onOpen?: (row: Row) => void;
  actions?: readonly RowAction<Row>[];
  cursor: TableCursor;
  scrollTo: (index: number) => void;
}

const pageRows = 10;

/**
 * Moves the cursor by `j`, `k` and arrows, selects by `x`, opens by Enter. The letters work wherever the focus is on
 * the page, the arrows on the table itself. While details are open they follow the cursor.
 */
export function useTableKeys<Row>(options: TableKeysOptions<Row>) {
  const { rows, rowId, selected = new Set<string>(), onSelect, openId, onOpen, cursor, scrollTo } = options;
  const anchor = useRef<string>(undefined);
  const go = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    cursor.moveTo(index);
    scrollTo(index);
    if (openId !== undefined) onOpen?.(row);
  };
  const move = (step: number): void => go(stepped(cursor.index, step, rows.length));
  const select = (index: number, isRange: boolean): void => {
    const row = rows[index];
    if (row === undefined || !onSelect) return;
    const id = rowId(row);
    onSelect(toggled(selected, rows.map(rowId), { id, anchor: isRange ? anchor.current : undefined }));
    anchor.current = id;
    cursor.moveTo(index);
  };
  const open = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    cursor.moveTo(index);
    onOpen?.(row);
  };
  // An empty table leaves its keys to another one of the page.
  const hasRows = rows.length > 0;
  const group = shellText.groupList;
  useShortcut({ keys: 'j', label: tableText.next, group, run: () => move(1) }, hasRows);
  useShortcut({ keys: 'k', label: tableText.previous, group, run: () => move(-1) }, hasRows);
  useShortcut(
    { keys: 'x', label: tableText.select, group, run: () => select(cursor.index, false) },
    hasRows && onSelect !== undefined,
  );
  useShortcut(
    { keys: 'Enter', label: tableText.open, group, run: () => open(cursor.index) },
    hasRows && onOpen !== undefined,
  );
  useShortcut(
    { keys: 'Escape', label: tableText.unselect, group, run: () => onSelect?.(new Set()) },
    onSelect !== undefined && selected.size > 0 && openId === undefined,
  );
  useRowActions(options);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const steps: Readonly<Record<string, number>> = {
      ...{ ArrowDown: 1, ArrowUp: -1, PageDown: pageRows, PageUp: -pageRows },
      ...{ Home: -rows.length, End: rows.length },
    };
    const step = steps[event.key];
    if (step !== undefined) move(step);
    else if (event.key === ' ') select(cursor.index, event.shiftKey);
    else return;
    event.preventDefault();
  };
  return { onKeyDown, select, press: open };
}
