import { Moon, Search, Sun } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { shellText } from '../messages/shell.ts';
import { useMe } from '../session/session.ts';
import { toggleTheme } from '../theme/theme.ts';
import { useShownTheme } from '../theme/use-shown-theme.ts';
import { useZone, zone } from '../time/zone.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Keys } from '../ui/keys.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { Avatar } from './avatar.tsx';
import { useCurrentPage } from './nav.tsx';

// Menus come after the first paint, into the place that is kept for them.
const AccountMenu = lazy(() => import('./account-menu.tsx'));
const OrganizationMenu = lazy(() => import('./organization-menu.tsx'));

/** Title, palette, organisation, time zone, theme, account. */
export function TopBar({ onPalette }: { onPalette: () => void }) {
  const page = useCurrentPage();
  const isShownDark = useShownTheme() === 'dark';
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-canvas pr-3 pl-4 sm:pl-6">
      <h1 className="min-w-0 truncate text-lg">{page?.title}</h1>
      <div className="flex flex-1 justify-center">
        <button
          type="button"
          onClick={onPalette}
          className="flex h-8 w-full max-w-80 items-center gap-2 rounded-md border border-line bg-card px-2.5 text-sm text-faint transition-colors hover:border-line-strong hover:text-muted max-md:w-8 max-md:justify-center max-md:border-transparent max-md:bg-transparent max-md:px-0 max-sm:ml-auto"
        >
          <Search aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
          <span className="flex-1 truncate text-left max-md:sr-only">{shellText.palette}</span>
          <span className="max-md:hidden">
            <Keys keys="mod+k" />
          </span>
        </button>
      </div>
      <div className="flex items-center gap-1 max-sm:hidden">
        <Organization />
        <ZoneSwitch />
        <IconButton icon={isShownDark ? Sun : Moon} label={shellText.toggleTheme} onClick={toggleTheme} />
      </div>
      <Account />
    </header>
  );
}

function Organization() {
  const { organization, organizations } = useMe();
  const name = <span className="max-w-48 truncate px-2 text-sm text-muted">{organization.displayName}</span>;
  if (organizations.length < 2) return name;
  return (
    <Suspense fallback={name}>
      <OrganizationMenu />
    </Suspense>
  );
}

function Account() {
  const { user } = useMe();
  const avatar = (
    <span className="grid size-8 place-items-center">
      <Avatar name={user?.displayName ?? shellText.withKey} />
    </span>
  );
  return (
    <Suspense fallback={avatar}>
      <AccountMenu />
    </Suspense>
  );
}

function ZoneSwitch() {
  const shown = useZone();
  const isUtc = shown === 'utc';
  return (
    <Tooltip text={isUtc ? shellText.toLocal : shellText.toUtc}>
      <button
        type="button"
        aria-label={`${shellText.timeZone}: ${isUtc ? shellText.utc : shellText.local}`}
        onClick={() => zone.set(isUtc ? 'local' : 'utc')}
        className="h-8 rounded-md px-2 text-sm text-muted transition-colors hover:bg-hover hover:text-fg"
      >
        {isUtc ? shellText.utc : shellText.local}
      </button>
    </Tooltip>
  );
}
