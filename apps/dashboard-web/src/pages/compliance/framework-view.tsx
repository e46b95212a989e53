import { useQuery } from '@tanstack/react-query';
import { TimeSeries } from '../../charts/time-series.tsx';
import { formatCount } from '../../format/format-number.ts';
import { complianceText } from '../../messages/compliance.ts';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { ScoreCard } from '../redis/score-card.tsx';
import { frameworkQuery, type Framework } from './compliance-queries.ts';
import { ControlsCard } from './controls-card.tsx';

/** One framework: its score and how that came about, its trend, its controls. */
export default function FrameworkView({ framework }: { framework: Framework }) {
  const { data, error, refetch } = useQuery(frameworkQuery(framework.frameworkId));
  const { name, version, note, statement, score } = framework;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 lg:grid-cols-[300px_minmax(0,1fr)]">
        <ScoreCard score={score} label={complianceText.score} />
        <TrendCard framework={framework} />
      </div>
      <div className="text-sm">
        <p>
          <span className="font-medium">{name}</span> <span className="text-muted">{version}</span>
        </p>
        <p className="text-muted">{statement}</p>
        <details className="text-xs text-muted">
          <summary className="w-fit cursor-pointer rounded-sm py-1 hover:text-fg">{complianceText.note}</summary>
          <p>{note}</p>
          <ul className="mt-1 list-disc pl-4">
            {data?.limits.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      </div>
      {data ? (
        <ControlsCard controls={data.controls} checks={data.checks} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <div aria-busy="true">
          <Skeleton className="h-96 rounded-lg" />
        </div>
      )}
    </div>
  );
}

function TrendCard({ framework: { trend } }: { framework: Framework }) {
  const scores = trend.map(({ score }) => score);
  const shares = trend.map(({ measuredShare }) => Math.round(measuredShare * 100));
  return (
    <Card title={complianceText.trend}>
      {trend.length < 2 ? (
        <p className="py-6 text-center text-sm text-muted">{complianceText.trendShort}</p>
      ) : (
        <TimeSeries
          label={complianceText.trend}
          heightPx={140}
          timesMs={trend.map(({ atMs }) => atMs)}
          series={[
            { name: complianceText.trendScore, color: 'accent-text', values: scores },
            { name: complianceText.trendMeasured, color: 'muted', values: shares },
          ]}
          format={formatCount}
        />
      )}
    </Card>
  );
}
