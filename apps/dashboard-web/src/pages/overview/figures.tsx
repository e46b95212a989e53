import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Sparkline } from '../../charts/sparkline.tsx';
import { useMetricsPoints } from '../../feeds/use-feed.ts';
import { formatCount, formatRate, formatShare, formatShort } from '../../format/format-number.ts';
import { overviewText } from '../../messages/overview.ts';
import { useMay } from '../../session/session.ts';
import { formatDuration } from '../../time/format-time.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Stat } from '../../ui/stat.tsx';
import type { Overview } from './overview-queries.ts';

const sparkSeconds = 120;

/** The figures one looks at first; each leads to what it counts. */
export function Figures({ overview }: { overview: Overview | undefined }) {
  if (!overview) {
    return (
      <Grid>
        {Array.from({ length: 5 }, (_, index) => (
          <Skeleton key={index} className="h-[86px] rounded-lg" />
        ))}
      </Grid>
    );
  }
  const { openIncidents, criticalEvents24h, mttaSeconds, mttrSeconds, redisScore } = overview;
  return (
    <Grid>
      <EventsStat overview={overview} />
      <AlertsStat overview={overview} />
      <Link to="/incidents" className="rounded-lg">
        <Stat
          label={overviewText.incidents}
          value={formatCount(useLive()?.openIncidents ?? openIncidents)}
          note={overviewText.critical24h(criticalEvents24h)}
        />
      </Link>
      <Link
        to="/alerts"
        search={{ status: ['acknowledged', 'resolved', 'closed'], range: '7d' }}
        className="rounded-lg"
      >
        <Stat
          label={overviewText.response}
          value={mttaSeconds === null ? '–' : formatDuration(mttaSeconds * 1_000)}
          note={
            mttrSeconds === null ? overviewText.noResolve : overviewText.resolve(formatDuration(mttrSeconds * 1_000))
          }
        />
      </Link>
      {useMay('platform:read') && <RedisStat score={redisScore} />}
    </Grid>
  );
}

function RedisStat({ score }: { score: Overview['redisScore'] }) {
  return (
    <Link to="/redis" className="rounded-lg">
      <Stat
        label={overviewText.redis}
        value={score === null ? '–' : `${score.score} / 100`}
        note={score === null ? overviewText.redisNone : overviewText.redisMeasured(formatShare(score.measuredShare))}
      />
    </Link>
  );
}

function Grid({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-[repeat(auto-fit,minmax(190px,1fr))] gap-3">{children}</div>;
}

function useLive() {
  const { points, status } = useMetricsPoints();
  return status === 'live' ? points.at(-1) : undefined;
}

function EventsStat({ overview }: { overview: Overview }) {
  const { points, status } = useMetricsPoints();
  const rates = points.slice(-sparkSeconds).map(({ eventsPerSecond }) => eventsPerSecond);
  const now = status === 'live' ? rates.at(-1) : undefined;
  return (
    <Link to="/live" className="rounded-lg">
      <Stat
        label={overviewText.eventsPerSecond}
        value={formatRate(now ?? overview.eventsPerSecond)}
        note={overviewText.events24h(formatShort(overview.events24h))}
        isStale={status === 'reconnecting'}
        aside={rates.length > 1 && <Sparkline label={overviewText.eventsPerSecond} values={rates} width={72} />}
      />
    </Link>
  );
}

function AlertsStat({ overview: { openAlerts, oldestOpenAlertMs } }: { overview: Overview }) {
  return (
    <Link to="/alerts" search={{ range: 'all' }} className="rounded-lg">
      <Stat
        label={overviewText.openAlerts}
        value={formatCount(useLive()?.openAlerts ?? openAlerts)}
        note={
          oldestOpenAlertMs === null ? overviewText.noneOpen : overviewText.oldest(formatDuration(oldestOpenAlertMs))
        }
      />
    </Link>
  );
}
