import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sessionQuery } from '../session/session.ts';
import { ErrorState } from '../ui/states.tsx';
import { FrameSkeleton } from './frame-skeleton.tsx';
import { Shell } from './shell.tsx';

/** Lets those in who have a session; others sign in first and come back to where they wanted to go. */
export function SessionGate() {
  const { data: me, error, isPending, refetch } = useQuery(sessionQuery);
  if (isPending) return <FrameSkeleton />;
  if (me === null) return <ToSignIn />;
  if (me === undefined) {
    return (
      <main className="grid min-h-dvh place-items-center">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  return <Shell key={me.organization.orgId} />;
}

/** Goes to the sign-in page once; the address that was wanted goes along. */
function ToSignIn() {
  const router = useRouter();
  useEffect(() => {
    const { href: wanted, pathname } = router.latestLocation;
    // Already on its way.
    if (pathname === '/login') return;
    void router.navigate({ to: '/login', search: wanted === '/' ? {} : { next: wanted }, replace: true });
  }, [router]);
  return <FrameSkeleton />;
}
