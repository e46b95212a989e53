import { Link, useRouterState } from '@tanstack/react-router';
import clsx from 'clsx';
import { shellText } from '../messages/shell.ts';
import { useMe } from '../session/session.ts';
import { Logo } from './logo.tsx';
import { pageAt, PAGES, type PageEntry } from './pages.ts';

/** Pages that the session may see. */
export function useVisiblePages(): readonly PageEntry[] {
  const { permissions } = useMe();
  return PAGES.filter(({ permission }) => permission === null || permissions.includes(permission));
}

/** The page that is shown. */
export function useCurrentPage(): PageEntry | undefined {
  return useRouterState({ select: ({ location }) => pageAt(location.pathname) });
}

/** The column of pages; icons alone below 1024 px, and a bar at the bottom instead below 640 px. */
export function Nav() {
  const pages = useVisiblePages();
  const current = useCurrentPage();
  return (
    <nav
      aria-label={shellText.navigation}
      className="flex w-14 shrink-0 flex-col gap-px overflow-y-auto border-r border-line bg-sunken px-2 pb-3 max-sm:hidden lg:w-50"
    >
      <Link
        to="/"
        className="flex h-12 shrink-0 items-center gap-2.5 px-2 font-semibold tracking-tight"
        aria-label={shellText.product}
      >
        <Logo />
        <span className="max-lg:hidden">{shellText.product}</span>
      </Link>
      {pages.map((page, index) => {
        const { path, title, icon: Icon, group } = page;
        const isFirstOfGroup = index > 0 && pages[index - 1]?.group !== group;
        return (
          <Link
            key={path}
            to={path}
            title={title}
            aria-current={page === current ? 'page' : undefined}
            className={clsx(
              'flex h-8 shrink-0 items-center gap-2.5 rounded-md px-3 text-sm text-muted transition-colors hover:bg-hover hover:text-fg',
              'aria-[current=page]:bg-accent/10 aria-[current=page]:font-medium aria-[current=page]:text-fg',
              'aria-[current=page]:[&_svg]:text-accent-text',
              isFirstOfGroup && 'mt-4',
            )}
          >
            <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
            <span className="truncate max-lg:sr-only">{title}</span>
          </Link>
        );
      })}
    </nav>
  );
}
