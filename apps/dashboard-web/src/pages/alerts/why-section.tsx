import type { Alert } from '@redoubt/contracts';
import { useQuery } from '@tanstack/react-query';
import { Sparkline } from '../../charts/sparkline.tsx';
import { formatCount } from '../../format/format-number.ts';
import { alertDetailText } from '../../messages/alerts.ts';
import { formatClock, formatDuration } from '../../time/format-time.ts';
import { useZone } from '../../time/zone.ts';
import { DrawerSection } from '../../ui/drawer.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { similarQuery } from './alert-queries.ts';

/** Why it fired, in words and as a picture of its events with the threshold across. */
export function WhySection({ alert }: { alert: Alert }) {
  const { reason, suppressedBy, inhibitedBy } = alert;
  return (
    <DrawerSection title={alertDetailText.why}>
      <p className="text-base wrap-anywhere">{reason}</p>
      {suppressedBy !== undefined && <p className="mt-1 text-sm text-muted">{alertDetailText.suppressedBy}</p>}
      {inhibitedBy !== undefined && <p className="mt-1 text-sm text-muted">{alertDetailText.inhibitedBy}</p>}
      <WindowChart alert={alert} />
    </DrawerSection>
  );
}

const chartPx = 56;

function WindowChart({ alert: { alertId, title, threshold, windowSeconds } }: { alert: Alert }) {
  const { data, isPending } = useQuery(similarQuery(alertId));
  const zone = useZone();
  const points = data?.window.points ?? [];
  if (isPending) return <Skeleton className="mt-3 h-20 w-full" />;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return null;
  const most = Math.max(...points.map(({ count }) => count));
  return (
    <figure className="mt-3">
      <div className="rounded-md border border-line bg-sunken p-2">
        <Sparkline
          isWide
          height={chartPx}
          label={alertDetailText.windowChart(title)}
          values={points.map(({ count }) => count)}
          {...(threshold === undefined ? {} : { threshold })}
        />
      </div>
      <figcaption className="tabular mt-1 flex flex-wrap justify-between gap-x-4 text-xs text-muted">
        <span>{formatClock(first.atMs, zone)}</span>
        <span>
          {alertDetailText.perStep(formatCount(most), formatDuration(data?.window.stepMs ?? 0))}
          {threshold !== undefined &&
            windowSeconds !== undefined &&
            ` · ${alertDetailText.threshold(threshold, formatDuration(windowSeconds * 1_000))}`}
        </span>
        <span>{formatClock(last.atMs, zone)}</span>
      </figcaption>
    </figure>
  );
}
