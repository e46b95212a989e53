import {
  Activity,
  Bell,
  Database,
  LayoutDashboard,
  Radio,
  ScrollText,
  Search,
  Server,
  Settings,
  ShieldCheck,
  Siren,
  type LucideIcon,
} from 'lucide-react';
import { pageText } from '../messages/shell.ts';
import type { Permission } from '../session/me.ts';

export type PageName = keyof typeof pageText;

export interface PageEntry {
  name: PageName;
  path: string;
  title: string;
  icon: LucideIcon;
  /** After `g`. */
  key: string;
  /** Without it the page says so, and the navigation leaves it out. */
  permission: Permission | null;
  group: 'watch' | 'run' | 'manage';
}

const page = (
  name: PageName,
  path: string,
  icon: LucideIcon,
  key: string,
  permission: Permission | null,
  group: PageEntry['group'],
): PageEntry => ({ name, path, title: pageText[name], icon, key, permission, group });

/** Every page of the navigation, in its order. */
export const PAGES: readonly PageEntry[] = [
  page('overview', '/', LayoutDashboard, 'o', 'alerts:read', 'watch'),
  page('alerts', '/alerts', Bell, 'a', 'alerts:read', 'watch'),
  page('incidents', '/incidents', Siren, 'i', 'incidents:read', 'watch'),
  page('live', '/live', Radio, 'l', 'events:read', 'watch'),
  page('search', '/search', Search, 's', 'events:read', 'watch'),
  page('assets', '/assets', Server, 'h', 'assets:read', 'watch'),
  page('rules', '/rules', ScrollText, 'r', 'rules:read', 'watch'),
  page('pipeline', '/pipeline', Activity, 'p', 'pipeline:read', 'run'),
  page('redis', '/redis', Database, 'd', 'platform:read', 'run'),
  page('compliance', '/compliance', ShieldCheck, 'c', 'reports:read', 'run'),
  page('settings', '/settings', Settings, 't', 'org:read', 'manage'),
];

/** The page a path belongs to. */
export function pageAt(pathname: string): PageEntry | undefined {
  const first = `/${pathname.split('/')[1] ?? ''}`;
  return PAGES.find(({ path }) => path === first);
}
