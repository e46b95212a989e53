import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { alertChanges, alertFeed, incidentChanges } from '../feeds/alert-feed.ts';
import { forgetEvents } from '../feeds/event-feed.ts';
import type { FeedStatus } from '../feeds/feed.ts';
import { forgetMetrics, metricsFeed } from '../feeds/metrics-feed.ts';
import { useFeed, useMetricsPoints } from '../feeds/use-feed.ts';
import { shellText } from '../messages/shell.ts';
import { sessionQuery, useMay } from '../session/session.ts';
import { formatDuration } from '../time/format-time.ts';
import { useNotice } from './notices.ts';
import { NewAlertsAnnouncer } from './new-alerts-announcer.tsx';

/** A break shorter than this is not worth a word. */
const patienceMs = 3_000;
const lagSloMs = 10_000;

/** Keeps the live updates running while somebody is signed in, and says when they are not live. */
export function LiveFeeds() {
  const client = useQueryClient();
  const alertStatus = useFeed(alertFeed, useMay('alerts:read'));
  useFeed(metricsFeed, useMay('pipeline:read'));
  const isRefused = alertStatus === 'refused';
  useEffect(() => {
    // The session may have ended; the gate looks after that.
    if (isRefused) void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  }, [isRefused, client]);
  useEffect(() => forgetAll, []);
  useFeedNotice(alertStatus);
  useLagNotice();
  return <NewAlertsAnnouncer />;
}

/** Nothing of this organisation stays for the next. */
function forgetAll(): void {
  alertChanges.clear();
  incidentChanges.clear();
  forgetMetrics();
  forgetEvents();
}

function useFeedNotice(status: FeedStatus): void {
  const isBroken = status === 'reconnecting' || status === 'refused';
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isBroken) return undefined;
    const timer = setTimeout(() => setLong(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isBroken]);
  const text = status === 'refused' ? shellText.feedRefused : shellText.feedReconnecting;
  useNotice('feed', isBroken && isLong ? { tone: 'warning', text } : undefined);
}

function useLagNotice(): void {
  const { points, status } = useMetricsPoints();
  const lagMs = status === 'live' ? (points.at(-1)?.storedLagMs ?? 0) : 0;
  const shownMs = Math.floor(lagMs / 1_000) * 1_000;
  useNotice(
    'lag',
    lagMs > lagSloMs
      ? {
          tone: 'warning',
          text: shellText.lagging(formatDuration(shownMs)),
          link: { to: '/pipeline', label: shellText.seePipeline },
        }
      : undefined,
  );
}
