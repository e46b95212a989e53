import { useEffect, useEffectEvent } from 'react';
import { shortcuts } from '../../keyboard/shortcuts.ts';
import { shellText } from '../../messages/shell.ts';
import type { TableCursor } from './use-table-cursor.ts';
import type { RowAction } from './use-table-keys.ts';

interface RowActionsOptions<Row> {
  rows: readonly Row[];
  rowId: (row: Row) => string;
  selected?: ReadonlySet<string>;
  actions?: readonly RowAction<Row>[];
  cursor: TableCursor;
}

/** Keys that do something with the selected rows, or with the one that has the cursor when none is selected. */
export function useRowActions<Row>({ rows, rowId, selected, actions = [], cursor }: RowActionsOptions<Row>): void {
  const run = useEffectEvent((keys: string) => {
    const chosen =
      selected && selected.size > 0 ? rows.filter((row) => selected.has(rowId(row))) : [rows[cursor.index]];
    const meant = chosen.filter((row) => row !== undefined);
    if (meant.length > 0) actions.find((action) => action.keys === keys)?.run(meant);
  });
  const names = JSON.stringify(
    actions.filter(({ isEnabled }) => isEnabled !== false).map(({ keys, label }) => [keys, label]),
  );
  useEffect(() => {
    const removers = (JSON.parse(names) as [string, string][]).map(([keys, label]) =>
      shortcuts.add({ keys, label, group: shellText.groupList, run: () => run(keys) }),
    );
    return () => {
      for (const remove of removers) remove();
    };
  }, [names]);
}
