import type { Severity } from '@redoubt/contracts';
import type { Series } from '../../charts/series.ts';
import type { MetricsPoint } from '../../feeds/metrics-feed.ts';
import { severityText } from '../../messages/domain.ts';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';
import type { EventSeries } from './overview-queries.ts';

export interface Layers {
  timesMs: number[];
  series: Series[];
}

type Counts = Readonly<Record<Severity, number>>;

/** Layers of a stack, the mildest at the bottom. */
function layersOf<T>(points: readonly T[], atMs: (point: T) => number, perSecond: (point: T) => Counts): Layers {
  return {
    timesMs: points.map(atMs),
    series: SEVERITIES_DOWN.toReversed().map((severity) => ({
      name: severityText[severity],
      color: severity,
      values: points.map((point) => perSecond(point)[severity]),
    })),
  };
}

/** Second by second. */
export function liveLayers(points: readonly MetricsPoint[]): Layers {
  return layersOf(
    points,
    ({ atMs }) => atMs,
    ({ bySeverity }) => bySeverity,
  );
}

/** Counts of a step as events per second; the newest step is still growing and left out. */
export function seriesLayers({ points, stepMs }: EventSeries): Layers {
  const seconds = stepMs / 1_000;
  return layersOf(
    points.slice(0, -1),
    ({ atMs }) => atMs,
    (point) => ({
      critical: point.critical / seconds,
      high: point.high / seconds,
      medium: point.medium / seconds,
      low: point.low / seconds,
      informational: point.informational / seconds,
    }),
  );
}
