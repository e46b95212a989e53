import { useQuery } from '@tanstack/react-query';
import { Navigate, useRouterState } from '@tanstack/react-router';
import { sessionQuery } from '../session/session.ts';
import { ErrorState } from '../ui/states.tsx';
import { FrameSkeleton } from './frame-skeleton.tsx';
import { Shell } from './shell.tsx';

/** Lets those in who have a session; others sign in first and come back to where they wanted to go. */
export function SessionGate() {
  const { data: me, error, isPending, refetch } = useQuery(sessionQuery);
  const wanted = useRouterState({ select: ({ location }) => location.href });
  if (isPending) return <FrameSkeleton />;
  if (me === null) return <Navigate to="/login" search={wanted === '/' ? {} : { next: wanted }} replace />;
  if (me === undefined) {
    return (
      <main className="grid min-h-dvh place-items-center">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  return <Shell key={me.organization.orgId} />;
}
