import { useQuery } from '@tanstack/react-query';
import { Page } from '../../app/page.tsx';
import { ErrorState, Stale } from '../../ui/states.tsx';
import { AnomaliesCard } from './anomalies-card.tsx';
import { AssetHealth } from './asset-health.tsx';
import { EventChart } from './event-chart.tsx';
import { Figures } from './figures.tsx';
import { NewestAlerts } from './newest-alerts.tsx';
import { overviewQuery } from './overview-queries.ts';
import { SeverityCard, TopSources, TopThreats } from './top-lists.tsx';

/** Figures older than this are greyed, with their age. */
const staleAfterMs = 6 * 60_000;

/** How things stand, in one look. */
export function OverviewPage() {
  const { data: overview, error, refetch, dataUpdatedAt } = useQuery(overviewQuery);
  if (error && !overview) {
    return (
      <Page>
        <ErrorState error={error} onRetry={() => void refetch()} className="py-24" />
      </Page>
    );
  }
  const isOld = overview !== undefined && dataUpdatedAt - overview.computedAtMs > staleAfterMs;
  const staleSinceMs = overview && (isOld ? overview.computedAtMs : error ? dataUpdatedAt : undefined);
  return (
    <Page>
      <Stale sinceMs={staleSinceMs}>
        <div className="flex flex-col gap-3">
          <Figures overview={overview} />
          <div className="grid grid-cols-[minmax(0,1fr)] gap-3 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            <EventChart />
            <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-3 md:grid-cols-2 xl:grid-cols-[minmax(0,1fr)]">
              <SeverityCard overview={overview} />
              <TopThreats overview={overview} />
            </div>
            <NewestAlerts />
            <TopSources overview={overview} />
            <AnomaliesCard />
            <AssetHealth overview={overview} />
          </div>
        </div>
      </Stale>
    </Page>
  );
}
