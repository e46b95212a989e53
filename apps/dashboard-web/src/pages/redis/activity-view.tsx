import { getRouteApi } from '@tanstack/react-router';
import { redisText } from '../../messages/redis.ts';
import { Card } from '../../ui/card.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ChainFilter, ChainView } from './chain-view.tsx';
import type { Posture } from './redis-queries.ts';
import { RefusalFilters, RefusalsView } from './refusals-view.tsx';

const route = getRouteApi('/app/redis');

/** What was refused lately, and all that ever happened to Redis users. */
export default function ActivityView({ posture: { denied, atMs } }: { posture: Posture }) {
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Card
      isFlush
      title={show === 'chain' ? redisText.chain : redisText.refusals}
      actions={
        <>
          {show === 'chain' ? <ChainFilter /> : <RefusalFilters refusals={denied.last} />}
          <Segmented
            label={redisText.activity}
            value={show ?? 'refusals'}
            options={[
              { value: 'refusals', label: redisText.refusals },
              { value: 'chain', label: redisText.chain },
            ]}
            onChange={(next) =>
              void navigate({
                search: (old) => ({ ...old, show: next === 'chain' ? next : undefined }),
                replace: true,
              })
            }
          />
        </>
      }
    >
      {show === 'chain' ? <ChainView /> : <RefusalsView refusals={denied.last} atMs={atMs} />}
    </Card>
  );
}
