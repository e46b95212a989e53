import type { Alert } from '@redoubt/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useAlertChanges, useMissed } from '../../feeds/use-feed.ts';
import { useHold } from '../../feeds/use-hold.ts';
import { useLiveRows } from '../../feeds/use-live-rows.ts';
import { formatCount } from '../../format/format-number.ts';
import { alertsText } from '../../messages/alerts.ts';
import { overviewText } from '../../messages/overview.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { linkClass } from '../../ui/link.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { newestAlertsQuery } from './overview-queries.ts';

const shownCount = 8;

/** Alerts as they open; while the pointer is in the list new ones wait. */
export function NewestAlerts() {
  const query = useQuery(newestAlertsQuery(useMissed()));
  const loaded = useMemo(() => (query.data?.alerts as Alert[] | undefined)?.toSorted(byOpening) ?? [], [query.data]);
  const hold = useHold();
  const live = useLiveRows({
    loaded,
    changed: useAlertChanges().byId,
    idOf: ({ alertId }: Alert) => alertId,
    matches: isOpen,
    compare: byOpening,
    isHeld: hold.isHeld,
  });
  const alerts = live.rows.slice(0, shownCount);
  return (
    <Card
      isFlush
      title={overviewText.newest}
      actions={
        <>
          {live.waitingCount > 0 && (
            <Button size="sm" onClick={live.showWaiting}>
              {uiText.newRows(live.waitingCount, 'alert')}
            </Button>
          )}
          <Link to="/alerts" search={{}} className={`text-xs ${linkClass}`}>
            {overviewText.allAlerts}
          </Link>
        </>
      }
    >
      <div {...hold.holdProps} className="min-h-[288px]">
        {query.isPending && (
          <div className="p-4">
            <SkeletonLines count={8} />
          </div>
        )}
        {query.isError && alerts.length === 0 && (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.isSuccess && alerts.length === 0 && (
          <EmptyState title={overviewText.noAlerts} text={alertsText.noneText} />
        )}
        <ul>
          {alerts.map((alert) => (
            <li key={alert.alertId} className={live.isFresh(alert) ? 'animate-row' : undefined}>
              <AlertLine alert={alert} />
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}

function AlertLine({ alert: { alertId, severity, title, count, status, lastSeenMs } }: { alert: Alert }) {
  return (
    <Link
      to="/alerts"
      search={{ alert: alertId }}
      className="flex h-9 items-center gap-3 border-b border-line px-4 text-sm last:border-b-0 hover:bg-hover"
    >
      <SeverityMark severity={severity} />
      <span className="min-w-0 flex-1 truncate">{title}</span>
      <span className="tabular hidden w-14 text-right text-muted sm:block">{formatCount(count)}</span>
      <span className="hidden w-28 md:block">
        <StatusMark status={status} />
      </span>
      <span className="w-14 text-right text-muted">
        <RelativeTime atMs={lastSeenMs} />
      </span>
    </Link>
  );
}

function isOpen({ status, suppressedBy, inhibitedBy }: Alert): boolean {
  return (status === 'firing' || status === 'acknowledged') && suppressedBy === undefined && inhibitedBy === undefined;
}

function byOpening(a: Alert, b: Alert): number {
  return b.createdAtMs - a.createdAtMs || (a.alertId < b.alertId ? 1 : -1);
}
