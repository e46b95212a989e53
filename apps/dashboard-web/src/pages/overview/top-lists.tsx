import { Link } from '@tanstack/react-router';
import { Bars } from '../../charts/bars.tsx';
import { SeveritySplit } from '../../charts/severity-split.tsx';
import { formatShare } from '../../format/format-number.ts';
import { eventTypeText } from '../../messages/domain.ts';
import { overviewText } from '../../messages/overview.ts';
import { Card } from '../../ui/card.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { Overview } from './overview-queries.ts';

interface PartProps {
  overview: Overview | undefined;
}

export function TopThreats({ overview }: PartProps) {
  return (
    <Card title={overviewText.topThreats}>
      {!overview ? (
        <SkeletonLines count={6} />
      ) : overview.topThreats.length === 0 ? (
        <EmptyState title={overviewText.noThreats} />
      ) : (
        <Bars
          label={overviewText.topThreats}
          bars={overview.topThreats.slice(0, 7).map(({ eventType, count }) => ({
            id: eventType,
            label: (
              <Link to="/search" search={{ type: eventType, range: '1h' }} className="hover:underline">
                {eventTypeText(eventType)}
              </Link>
            ),
            value: count,
            color: 'high',
          }))}
        />
      )}
    </Card>
  );
}

export function TopSources({ overview }: PartProps) {
  const unique = overview?.uniqueIps;
  return (
    <Card
      title={overviewText.topSources}
      actions={
        unique && (
          <span
            className="tabular text-xs text-muted"
            title={overviewText.uniqueError(formatShare(unique.relativeError))}
          >
            {overviewText.uniqueIps(unique.estimate)}
          </span>
        )
      }
    >
      {!overview ? (
        <SkeletonLines count={6} />
      ) : overview.topSources.length === 0 ? (
        <EmptyState title={overviewText.noSources} />
      ) : (
        <Bars
          label={overviewText.topSources}
          bars={overview.topSources.slice(0, 7).map(({ sourceIp, count }) => ({
            id: sourceIp,
            label: (
              <Link to="/alerts" search={{ source: sourceIp, range: 'all' }} className="code hover:underline">
                {sourceIp}
              </Link>
            ),
            value: count,
          }))}
        />
      )}
    </Card>
  );
}

export function SeverityCard({ overview }: PartProps) {
  return (
    <Card title={overviewText.severitySplit}>
      {overview ? (
        <SeveritySplit label={overviewText.severitySplit} counts={overview.bySeverity} />
      ) : (
        <SkeletonLines count={2} />
      )}
    </Card>
  );
}
