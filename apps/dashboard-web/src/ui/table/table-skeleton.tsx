import { Skeleton } from '../skeleton.tsx';
import type { Column } from './column.ts';

interface TableSkeletonProps<Row> {
  columns: readonly Column<Row>[];
  template: string;
  isNarrow: boolean;
  rowPx: number;
  hasBoxes: boolean;
}

const rows = 12;

/** Rows to come, where they will stand. */
export function TableSkeleton<Row>({ columns, template, isNarrow, rowPx, hasBoxes }: TableSkeletonProps<Row>) {
  const cells = isNarrow ? 1 : columns.length + (hasBoxes ? 1 : 0);
  return (
    <div aria-hidden>
      {Array.from({ length: rows }, (_, index) => (
        <div
          key={index}
          className="grid items-center border-b border-line/60 px-4 sm:px-6"
          style={{ height: isNarrow ? 60 : rowPx, gridTemplateColumns: isNarrow ? '1fr' : template }}
        >
          {Array.from({ length: cells }, (__, cell) => (
            <Skeleton key={cell} className={hasBoxes && cell === 0 && !isNarrow ? 'size-4' : 'mr-6 h-3'} />
          ))}
        </div>
      ))}
    </div>
  );
}
