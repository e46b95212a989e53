import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.ts';
import { listenForShortcuts } from './keyboard/shortcuts.ts';
import { router } from './router/router.ts';
import { sessionQuery } from './session/session.ts';
import './styles/index.css';
import { followTheme } from './theme/theme.ts';
import { TooltipProvider } from './ui/tooltip.tsx';

/** Not needed for the first paint. */
const Toaster = lazy(() => import('./ui/toaster.tsx'));

/** A refused credential may be a wrong password in a form: whether the session goes on is asked. */
const queryClient = createQueryClient(() => void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }));

followTheme();
listenForShortcuts();
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider delay={400}>
          <RouterProvider router={router} />
          <Suspense>
            <Toaster />
          </Suspense>
        </TooltipProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
