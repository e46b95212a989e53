import { useEffect } from 'react';
import { alertChanges, alertFeed, incidentChanges, missed, type FedAlert, type FedIncident } from './alert-feed.ts';
import type { CaseChanges } from './case-store.ts';
import { eventFeed, eventSample, type EventSample } from './event-feed.ts';
import type { Feed, FeedStatus } from './feed.ts';
import { metricsFeed, metricsPoints, type MetricsPoint } from './metrics-feed.ts';
import { useObservable } from './observable.ts';

/** Keeps a feed running while the component is shown. */
export function useFeed(feed: Feed, isEnabled = true): FeedStatus {
  useEffect(() => (isEnabled ? feed.watch() : undefined), [feed, isEnabled]);
  return useObservable(feed.status);
}

/** Alerts that changed since the page was opened. The frame keeps the feed running. */
export function useAlertChanges(): CaseChanges<FedAlert> {
  return useObservable(alertChanges.changes);
}

export function useIncidentChanges(): CaseChanges<FedIncident> {
  return useObservable(incidentChanges.changes);
}

/** The last quarter of an hour, second by second, and whether it is live. The frame keeps the feed running. */
export function useMetricsPoints(): { points: readonly MetricsPoint[]; status: FeedStatus } {
  return { points: useObservable(metricsPoints), status: useObservable(metricsFeed.status) };
}

/** Sampled events while the component is shown. */
export function useEventSample(isRunning = true): EventSample & { status: FeedStatus } {
  const status = useFeed(eventFeed, isRunning);
  return { ...useObservable(eventSample), status };
}

/** A number that grows when loaded lists may have missed changes: put it into their query key, or refetch. */
export function useMissed(): number {
  return useObservable(missed);
}

export function useAlertFeedStatus(): FeedStatus {
  return useObservable(alertFeed.status);
}
