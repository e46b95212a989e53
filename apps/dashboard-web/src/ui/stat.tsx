import clsx from 'clsx';
import type { ReactNode } from 'react';

interface StatProps {
  label: string;
  value: ReactNode;
  /** Smaller, after the value: what it is measured in, or its range. */
  note?: ReactNode;
  /** At the end, such as a sparkline. */
  aside?: ReactNode;
  isStale?: boolean;
}

/** One figure with its name; wrap it in a link to the list behind it. */
export function Stat({ label, value, note, aside, isStale = false }: StatProps) {
  return (
    <div className="h-full min-w-0 rounded-lg border border-line bg-card px-4 py-3 shadow-(--shadow-card) in-[a]:transition-colors in-[a]:hover:border-line-strong">
      <div className="truncate text-xs text-muted">{label}</div>
      <div className={clsx('mt-0.5 flex items-end justify-between gap-3', isStale && 'stale')}>
        <div className="min-w-0">
          <div className="tabular truncate text-2xl font-semibold tracking-tight">{value}</div>
          {note !== undefined && <div className="tabular truncate text-xs text-muted">{note}</div>}
        </div>
        {aside}
      </div>
    </div>
  );
}
