import { useState } from 'react';
import { cursorIndex } from './cursor.ts';

export interface TableCursor {
  /** -1: it has not entered the table. */
  index: number;
  moveTo: (index: number) => void;
}

/** Which row the keys are about. It follows what is open, and stays with its row when the list changes. */
export function useTableCursor({ ids, openId }: { ids: readonly string[]; openId: string | undefined }): TableCursor {
  const [at, setAt] = useState<{ id: string | undefined; index: number; openId: string | undefined }>({
    id: openId,
    index: 0,
    openId,
  });
  if (at.openId !== openId) setAt({ id: openId ?? at.id, index: at.index, openId });
  const index = cursorIndex(ids, at.id, at.index);
  if (index !== -1 && index !== at.index && ids[index] === at.id) setAt({ ...at, index });
  return {
    index,
    moveTo: (next) => setAt({ id: ids[next], index: next, openId }),
  };
}
