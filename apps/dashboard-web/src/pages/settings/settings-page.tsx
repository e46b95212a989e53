import { Link, getRouteApi } from '@tanstack/react-router';
import clsx from 'clsx';
import { lazy, Suspense, type ComponentType } from 'react';
import { Page } from '../../app/page.tsx';
import { settingsText } from '../../messages/settings.ts';
import { useMe } from '../../session/session.ts';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { NoPermission } from '../../ui/states.tsx';
import { SETTINGS_SECTIONS, type SettingsSection } from './settings-search.ts';

const route = getRouteApi('/app/settings');

/** Each section with the right that shows it. */
const SECTIONS: Readonly<Record<SettingsSection, readonly [permission: string, content: ComponentType]>> = {
  organization: [
    'org:read',
    lazy(() => import('./organization-section.tsx').then((m) => ({ default: m.OrganizationSection }))),
  ],
  members: ['members:read', lazy(() => import('./members-section.tsx').then((m) => ({ default: m.MembersSection })))],
  keys: ['keys:read', lazy(() => import('./keys-section.tsx').then((m) => ({ default: m.KeysSection })))],
  channels: [
    'channels:read',
    lazy(() => import('./channels-section.tsx').then((m) => ({ default: m.ChannelsSection }))),
  ],
  sinks: ['sinks:read', lazy(() => import('./sinks-section.tsx').then((m) => ({ default: m.SinksSection })))],
  thresholds: [
    'org:read',
    lazy(() => import('./thresholds-section.tsx').then((m) => ({ default: m.ThresholdsSection }))),
  ],
  suppressions: [
    'suppressions:read',
    lazy(() => import('./suppressions-section.tsx').then((m) => ({ default: m.SuppressionsSection }))),
  ],
  sessions: ['org:read', lazy(() => import('./sessions-section.tsx').then((m) => ({ default: m.SessionsSection })))],
  audit: ['audit:read', lazy(() => import('./audit-section.tsx').then((m) => ({ default: m.AuditSection })))],
};

/** The organisation, its people, keys, channels and what they did. */
export function SettingsPage() {
  const { section = 'organization' } = route.useSearch();
  const { permissions } = useMe();
  const isAllowed = (name: SettingsSection): boolean => (permissions as readonly string[]).includes(SECTIONS[name][0]);
  const [permission, Content] = SECTIONS[section];
  return (
    <Page>
      <div className="grid gap-6 lg:grid-cols-[168px_minmax(0,1fr)]">
        <nav aria-label={settingsText.nav} className="-mx-1 flex gap-1 overflow-x-auto px-1 lg:flex-col">
          {SETTINGS_SECTIONS.filter(isAllowed).map((name) => (
            <Link
              key={name}
              to="/settings"
              search={name === 'organization' ? {} : { section: name }}
              aria-current={name === section ? 'page' : undefined}
              className={clsx(
                'flex h-8 shrink-0 items-center rounded-md px-2.5 text-sm whitespace-nowrap hover:bg-hover',
                name === section ? 'bg-hover font-medium' : 'text-muted',
              )}
            >
              {settingsText.sections[name]}
            </Link>
          ))}
        </nav>
        <div className="min-w-0">
          <h2 className="sr-only">{settingsText.sections[section]}</h2>
          {isAllowed(section) ? (
            <Suspense fallback={<SkeletonLines count={8} />}>
              <Content />
            </Suspense>
          ) : (
            <NoPermission permission={permission} />
          )}
        </div>
      </div>
    </Page>
  );
}
