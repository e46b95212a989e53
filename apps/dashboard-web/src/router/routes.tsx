import { createRootRoute, createRoute, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { NotFound } from '../app/not-found.tsx';
import { SessionGate } from '../app/session-gate.tsx';
import { alertsSearch } from '../pages/alerts/alerts-search.ts';
import { assetsSearch } from '../pages/assets/assets-search.ts';
import { complianceSearch } from '../pages/compliance/compliance-search.ts';
import { incidentsSearch } from '../pages/incidents/incidents-search.ts';
import { liveSearch } from '../pages/live/live-search.ts';
import { overviewSearch } from '../pages/overview/overview-search.ts';
import { pipelineSearch } from '../pages/pipeline/pipeline-search.ts';
import { redisSearch } from '../pages/redis/redis-search.ts';
import { rulesSearch } from '../pages/rules/rules-search.ts';
import { searchSearch } from '../pages/search/search-search.ts';
import { settingsSearch } from '../pages/settings/settings-search.ts';
import { signInSearch } from '../pages/sign-in/sign-in-search.ts';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

/** Everything that needs a session. */
const app = createRoute({ getParentRoute: () => root, id: 'app', component: SessionGate, notFoundComponent: NotFound });
const inside = { getParentRoute: () => app };

const pages = [
  createRoute({
    ...inside,
    path: '/',
    validateSearch: overviewSearch,
    component: lazyRouteComponent(() => import('../pages/overview/overview-page.tsx'), 'OverviewPage'),
  }),
  createRoute({
    ...inside,
    path: '/alerts',
    validateSearch: alertsSearch,
    component: lazyRouteComponent(() => import('../pages/alerts/alerts-page.tsx'), 'AlertsPage'),
  }),
  createRoute({
    ...inside,
    path: '/incidents',
    validateSearch: incidentsSearch,
    component: lazyRouteComponent(() => import('../pages/incidents/incidents-page.tsx'), 'IncidentsPage'),
  }),
  createRoute({
    ...inside,
    path: '/live',
    validateSearch: liveSearch,
    component: lazyRouteComponent(() => import('../pages/live/live-page.tsx'), 'LivePage'),
  }),
  createRoute({
    ...inside,
    path: '/search',
    validateSearch: searchSearch,
    component: lazyRouteComponent(() => import('../pages/search/search-page.tsx'), 'SearchPage'),
  }),
  createRoute({
    ...inside,
    path: '/assets',
    validateSearch: assetsSearch,
    component: lazyRouteComponent(() => import('../pages/assets/assets-page.tsx'), 'AssetsPage'),
  }),
  createRoute({
    ...inside,
    path: '/rules',
    validateSearch: rulesSearch,
    component: lazyRouteComponent(() => import('../pages/rules/rules-page.tsx'), 'RulesPage'),
  }),
  createRoute({
    ...inside,
    path: '/pipeline',
    validateSearch: pipelineSearch,
    component: lazyRouteComponent(() => import('../pages/pipeline/pipeline-page.tsx'), 'PipelinePage'),
  }),
  createRoute({
    ...inside,
    path: '/redis',
    validateSearch: redisSearch,
    component: lazyRouteComponent(() => import('../pages/redis/redis-page.tsx'), 'RedisPage'),
  }),
  createRoute({
    ...inside,
    path: '/compliance',
    validateSearch: complianceSearch,
    component: lazyRouteComponent(() => import('../pages/compliance/compliance-page.tsx'), 'CompliancePage'),
  }),
  createRoute({
    ...inside,
    path: '/settings',
    validateSearch: settingsSearch,
    component: lazyRouteComponent(() => import('../pages/settings/settings-page.tsx'), 'SettingsPage'),
  }),
] as const;

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  component: lazyRouteComponent(() => import('../pages/invitation/invitation-page.tsx'), 'InvitationPage'),
});

export const routeTree = root.addChildren([app.addChildren(pages), login, invitation, ...developmentRoutes()]);

/** Pages for those who build the page; a production build leaves them out. */
function developmentRoutes() {
  if (!import.meta.env.DEV) return [];
  return [
    createRoute({
      getParentRoute: () => root,
      path: '/gallery',
      component: lazyRouteComponent(() => import('../pages/gallery/gallery-page.tsx'), 'GalleryPage'),
    }),
  ];
}
