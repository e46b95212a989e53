import { getRouteApi } from '@tanstack/react-router';
import clsx from 'clsx';
import { lazy, Suspense } from 'react';
import { formatCount } from '../../format/format-number.ts';
import { redisText } from '../../messages/redis.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import type { Acting } from './acting.ts';
import { ChecksCard } from './checks-card.tsx';
import { EncryptionCard, LoginChart, NetworkCard } from './protection-cards.tsx';
import type { Posture } from './redis-queries.ts';
import { REDIS_VIEWS, type RedisView } from './redis-search.ts';
import { useOpsHistory } from './use-ops-history.ts';

const UsersView = lazy(() => import('./users-view.tsx'));
const ActivityView = lazy(() => import('./activity-view.tsx'));
const NodesView = lazy(() => import('./nodes-view.tsx'));

const route = getRouteApi('/app/redis');

interface PostureViewsProps {
  posture: Posture;
  acting: Acting;
  isStale: boolean;
}

/** The sides of the installation one can look at. */
export function PostureViews({ posture, acting, isStale }: PostureViewsProps) {
  const { view = 'posture' } = route.useSearch();
  const navigate = route.useNavigate();
  const opsHistory = useOpsHistory(posture);
  const contents: Readonly<Record<RedisView, () => React.ReactNode>> = {
    posture: () => <PostureView posture={posture} />,
    users: () => <UsersView users={posture.users} acting={acting} />,
    activity: () => <ActivityView posture={posture} />,
    nodes: () => <NodesView posture={posture} opsHistory={opsHistory} />,
  };
  const troubles: Readonly<Record<RedisView, number>> = {
    posture: posture.checks.filter(({ status }) => status === 'fail').length,
    users: posture.users.filter(({ drift, isDeclared }) => drift.length > 0 || !isDeclared).length,
    activity: 0,
    nodes: posture.nodes.filter(({ isReachable, isAsDeclared }) => !isReachable || !isAsDeclared).length,
  };
  return (
    <Tabs
      label={redisText.views}
      value={view}
      onChange={(next) =>
        void navigate({ search: (old) => ({ ...old, view: next === 'posture' ? undefined : next, user: undefined }) })
      }
      tabs={REDIS_VIEWS.map((value) => ({
        value,
        label: <TabLabel text={redisText.viewNames[value]} troubles={troubles[value]} />,
        content: () => (
          <div className={clsx(isStale && 'stale')}>
            <Suspense fallback={<Skeleton className="h-96 rounded-lg" />}>{contents[value]()}</Suspense>
          </div>
        ),
      }))}
    />
  );
}

function TabLabel({ text, troubles }: { text: string; troubles: number }) {
  if (troubles === 0) return text;
  return (
    <span className="inline-flex items-center gap-1.5">
      {text}
      <span className="tabular rounded-full bg-critical/12 px-1.5 text-xs text-critical">{formatCount(troubles)}</span>
    </span>
  );
}

function PostureView({ posture }: { posture: Posture }) {
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_360px]">
      <ChecksCard checks={posture.checks} />
      <div className="grid min-w-0 gap-3 md:grid-cols-2 xl:grid-cols-1">
        <div className="min-w-0 md:col-span-2 xl:col-span-1">
          <LoginChart posture={posture} />
        </div>
        <EncryptionCard posture={posture} />
        <NetworkCard posture={posture} />
      </div>
    </div>
  );
}
