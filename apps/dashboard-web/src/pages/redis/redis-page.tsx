import { useQuery } from '@tanstack/react-query';
import { DatabaseZap } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { Page } from '../../app/page.tsx';
import { redisText } from '../../messages/redis.ts';
import { useMay } from '../../session/session.ts';
import { useNow } from '../../time/use-now.ts';
import { Copyable } from '../../ui/copy-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import type { Acting, RotateAsk } from './acting.ts';
import { LateNote } from './late-note.tsx';
import { PostureViews } from './posture-views.tsx';
import { postureQuery } from './redis-queries.ts';
import { RedisToolbar } from './redis-toolbar.tsx';
import { ScoreCard } from './score-card.tsx';
import { SecurityFigures } from './security-figures.tsx';

const TestDialog = lazy(() => import('./test-dialog.tsx'));
const RotateDialog = lazy(() => import('./rotate-dialog.tsx'));

/** It is measured every few seconds. */
const lateMs = 30_000;

/** How secure the Redis installation is, who may do what in it, and what was refused. */
export function RedisPage() {
  const { data: posture, error, refetch } = useQuery(postureQuery);
  const nowMs = useNow();
  const mayAct = useMay('platform:write');
  const [tested, setTested] = useState<{ user: string | undefined }>();
  const [ask, setAsk] = useState<RotateAsk>();
  const acting: Acting = { test: (user) => setTested({ user }), ...(mayAct ? { rotate: setAsk } : {}) };
  if (!posture) {
    return <Page>{error ? <Missing error={error} onRetry={() => void refetch()} /> : <PageSkeleton />}</Page>;
  }
  const isLate = nowMs - posture.atMs > lateMs;
  return (
    <Page toolbar={<RedisToolbar posture={posture} acting={acting} />}>
      <div className="flex flex-col gap-3">
        {(isLate || error) && <LateNote atMs={posture.atMs} isLate={isLate} />}
        <div className={isLate || error ? 'stale' : undefined}>
          <div className="grid gap-3 lg:grid-cols-[300px_minmax(0,1fr)]">
            <ScoreCard score={posture.score} />
            <SecurityFigures posture={posture} />
          </div>
        </div>
        <PostureViews posture={posture} acting={acting} isStale={isLate || error !== null} />
      </div>
      <Suspense>
        {tested && (
          <TestDialog
            users={posture.users.map(({ user }) => user)}
            user={tested.user}
            onClose={() => setTested(undefined)}
          />
        )}
        {ask && <RotateDialog ask={ask} users={posture.users} onClose={() => setAsk(undefined)} />}
      </Suspense>
    </Page>
  );
}

function Missing({ error, onRetry }: { error: Error; onRetry: () => void }) {
  if (error instanceof ApiError && error.code === 'acl_manager_unavailable') {
    return (
      <EmptyState
        icon={DatabaseZap}
        title={redisText.away}
        text={redisText.awayText}
        className="py-24"
        action={<Copyable text={redisText.awayCommand} />}
      />
    );
  }
  return <ErrorState error={error} onRetry={onRetry} className="py-24" />;
}

function PageSkeleton() {
  return (
    <div className="flex flex-col gap-3" aria-busy="true">
      <div className="grid gap-3 lg:grid-cols-[300px_minmax(0,1fr)]">
        <Skeleton className="h-45 rounded-lg" />
        <div className="grid grid-cols-2 gap-3 md:grid-cols-3">
          {Array.from({ length: 6 }, (_, index) => (
            <Skeleton key={index} className="h-[86px] rounded-lg" />
          ))}
        </div>
      </div>
      <Skeleton className="h-9 rounded-sm" />
      <Skeleton className="h-96 rounded-lg" />
    </div>
  );
}
