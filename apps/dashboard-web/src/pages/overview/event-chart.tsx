import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { TimeSeries } from '../../charts/time-series.tsx';
import { useMetricsPoints } from '../../feeds/use-feed.ts';
import { formatRate } from '../../format/format-number.ts';
import { overviewText } from '../../messages/overview.ts';
import { Card } from '../../ui/card.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { CHART_RANGES, type ChartRange } from './overview-search.ts';
import { seriesQuery, type SeriesRange } from './overview-queries.ts';
import { liveLayers, seriesLayers } from './severity-layers.ts';

const route = getRouteApi('/app/');
const heightPx = 232;

/** How much comes in, by severity: second by second, or over a longer time. A drawn range opens in the search. */
export function EventChart() {
  const { range = '15m' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Card
      title={overviewText.chart}
      actions={
        <Segmented<ChartRange>
          label={overviewText.range}
          value={range}
          options={CHART_RANGES.map((value) => ({ value, label: overviewText.ranges[value] }))}
          onChange={(next) => void navigate({ search: { range: next === '15m' ? undefined : next }, replace: true })}
        />
      }
    >
      {range === 'live' ? <LiveChart /> : <PastChart range={range} />}
    </Card>
  );
}

function useZoom() {
  const navigate = route.useNavigate();
  return (fromMs: number, toMs: number) =>
    void navigate({ to: '/search', search: { fromMs: Math.round(fromMs), toMs: Math.round(toMs) } });
}

function LiveChart() {
  const { points } = useMetricsPoints();
  const layers = useMemo(() => liveLayers(points), [points]);
  return (
    <TimeSeries
      isStacked
      label={overviewText.chartLabel(overviewText.rangeWords.live)}
      heightPx={heightPx}
      format={formatRate}
      isLoading={points.length < 2}
      onZoom={useZoom()}
      {...layers}
    />
  );
}

function PastChart({ range }: { range: SeriesRange }) {
  const { data, isPending, error, refetch } = useQuery(seriesQuery(range));
  const layers = useMemo(() => (data ? seriesLayers(data) : { timesMs: [], series: [] }), [data]);
  const onZoom = useZoom();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <TimeSeries
      isStacked
      label={overviewText.chartLabel(overviewText.rangeWords[range])}
      heightPx={heightPx}
      format={formatRate}
      isLoading={isPending}
      onZoom={onZoom}
      {...layers}
    />
  );
}
