import { createRouter } from '@tanstack/react-router';
import { PageSkeleton } from '../app/frame-skeleton.tsx';
import { PageFailed } from '../app/page-failed.tsx';
import { routeTree } from './routes.tsx';
import { readSearch, writeSearch } from './search-text.ts';

export const router = createRouter({
  routeTree,
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  defaultPendingComponent: PageSkeleton,
  defaultPendingMs: 150,
  defaultErrorComponent: PageFailed,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
