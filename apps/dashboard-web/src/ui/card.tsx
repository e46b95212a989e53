import clsx from 'clsx';
import type { ReactNode } from 'react';

interface CardProps {
  title?: ReactNode;
  /** At the end of the title's line. */
  actions?: ReactNode;
  /** Without its own space around what it holds, for tables. */
  isFlush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A bordered part of a page. */
export function Card({ title, actions, isFlush = false, className, children }: CardProps) {
  return (
    <section
      className={clsx('flex min-w-0 flex-col rounded-lg border border-line bg-card shadow-(--shadow-card)', className)}
    >
      {(title !== undefined || actions !== undefined) && (
        <header className="flex min-h-10 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line px-4 py-1.5">
          <h2 className="truncate text-sm font-medium">{title}</h2>
          {actions !== undefined && <div className="flex flex-wrap items-center gap-1.5">{actions}</div>}
        </header>
      )}
      <div className={clsx('min-h-0 min-w-0 flex-1', !isFlush && 'p-4')}>{children}</div>
    </section>
  );
}
