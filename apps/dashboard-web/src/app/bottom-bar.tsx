import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { shellText } from '../messages/shell.ts';
import { barItemClass } from './bar-item-class.ts';
import { useCurrentPage, useVisiblePages } from './nav.tsx';

const inSight = 4;

const MorePages = lazy(() => import('./more-pages.tsx'));

/** The pages on a narrow screen: four in sight, the others behind "More". */
export function BottomBar() {
  const pages = useVisiblePages();
  const current = useCurrentPage();
  const hidden = pages.slice(inSight);
  return (
    <nav aria-label={shellText.navigation} className="flex h-14 shrink-0 border-t border-line bg-sunken sm:hidden">
      {pages.slice(0, inSight).map((page) => (
        <Link
          key={page.path}
          to={page.path}
          aria-current={page === current ? 'page' : undefined}
          className={barItemClass}
        >
          <page.icon aria-hidden className="size-5" strokeWidth={1.75} />
          <span className="max-w-full truncate">{page.title}</span>
        </Link>
      ))}
      {hidden.length > 0 && (
        <Suspense fallback={<span className={barItemClass} />}>
          <MorePages pages={hidden} isCurrent={current !== undefined && hidden.includes(current)} />
        </Suspense>
      )}
    </nav>
  );
}
