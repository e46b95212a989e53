import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { shellText } from '../messages/shell.ts';
import type { Permission } from '../session/me.ts';
import { useMay } from '../session/session.ts';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { NoPermission } from '../ui/states.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { GoShortcuts } from './go-shortcuts.tsx';
import { LiveFeeds } from './live-feeds.tsx';
import { Nav, useCurrentPage } from './nav.tsx';
import { overlays, useOverlay } from './overlays.ts';
import { StatusStrip } from './status-strip.tsx';
import { TopBar } from './top-bar.tsx';

const CommandPalette = lazy(() => import('./command-palette.tsx'));
const HelpSheet = lazy(() => import('./help-sheet.tsx'));

/** The frame around every page. */
export function Shell() {
  const overlay = useOverlay();
  const page = useCurrentPage();
  useShortcut({
    keys: 'mod+k',
    label: shellText.paletteTitle,
    group: shellText.groupPage,
    isGlobal: true,
    run: () => overlays.open('palette'),
  });
  useShortcut({ keys: '?', label: shellText.help, group: shellText.groupPage, run: () => overlays.open('help') });
  useEffect(() => {
    document.title = page ? `${page.title} · ${shellText.product}` : shellText.product;
  }, [page]);
  return (
    <div className="flex h-dvh">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-3 py-1.5 text-accent-fg focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {shellText.skip}
      </a>
      <GoShortcuts />
      <LiveFeeds />
      <Nav />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar onPalette={() => overlays.open('palette')} />
        <StatusStrip />
        <Main permission={page?.permission ?? null} />
        <BottomBar />
      </div>
      <Suspense>
        {overlay === 'palette' && <CommandPalette />}
        {overlay === 'help' && <HelpSheet />}
      </Suspense>
    </div>
  );
}

/** What changes with the page. The focus goes with it, so that the keyboard goes on there. */
function Main({ permission }: { permission: Permission | null }) {
  const main = useRef<HTMLElement>(null);
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const isAllowed = useMay(permission);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus();
  }, [pathname]);
  return (
    <main ref={main} id="main" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
      {isAllowed ? <Outlet /> : <NoPermission permission={permission ?? ''} />}
    </main>
  );
}
