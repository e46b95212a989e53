import clsx from 'clsx';
import type { ReactNode } from 'react';

interface PageProps {
  /** Filters and actions above the content; wraps on narrow screens. */
  toolbar?: ReactNode;
  /** The content takes the height of the window and scrolls in itself: for lists. */
  isFull?: boolean;
  children: ReactNode;
}

/** Lays out a page below the top bar. */
export function Page({ toolbar, isFull = false, children }: PageProps) {
  return (
    <div className={clsx('flex flex-col', isFull && 'h-full min-h-0')}>
      {toolbar !== undefined && (
        <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-b border-line px-4 py-2 sm:px-6">
          {toolbar}
        </div>
      )}
      <div className={clsx('min-w-0', isFull ? 'flex min-h-0 flex-1 flex-col' : 'p-4 sm:p-6')}>{children}</div>
    </div>
  );
}
