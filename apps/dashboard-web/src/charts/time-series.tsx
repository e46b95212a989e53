import { lazy, Suspense, useState, type KeyboardEvent } from 'react';
import { formatShort } from '../format/format-number.ts';
import { uiText } from '../messages/ui.ts';
import { formatClock, formatMoment } from '../time/format-time.ts';
import { useZone } from '../time/zone.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { ChartTable } from './chart-table.tsx';
import { Legend } from './legend.tsx';
import type { Series } from './series.ts';

const Plot = lazy(() => import('./plot.tsx'));

export interface TimeSeriesProps {
  /** What it shows, in words. */
  label: string;
  /** Epoch milliseconds, rising. */
  timesMs: readonly number[];
  series: readonly Series[];
  /** Layers on each other in place of lines. */
  isStacked?: boolean;
  heightPx?: number;
  /** A value in words. @default formatShort */
  format?: (value: number) => string;
  /** A range was drawn with the pointer. */
  onZoom?: (fromMs: number, toMs: number) => void;
  isLoading?: boolean;
}

/**
 * Values over time. The pointer and the arrow keys read it; those who hear the page get the values said and a table.
 */
export function TimeSeries(props: TimeSeriesProps) {
  const { label, timesMs, series, heightPx = 220, format = formatShort, isLoading = false } = props;
  const zone = useZone();
  const [index, setIndex] = useState<number | null>(null);
  const at = index !== null && index < timesMs.length ? index : null;
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = indexAfter(event.key, at, timesMs.length);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setIndex(next);
  };
  const said = at === null ? '' : series.map(({ name, values }) => `${name} ${textOf(values[at], format)}`).join(', ');
  return (
    <figure role="figure" aria-label={label} className="flex min-w-0 flex-col gap-2">
      <div
        role="group"
        aria-label={`${label}. ${uiText.chartHelp}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setIndex(null)}
        className="min-w-0 rounded-sm"
        style={{ height: heightPx }}
      >
        {isLoading ? (
          <Skeleton className="h-full w-full" />
        ) : (
          <Suspense fallback={<Skeleton className="h-full w-full" />}>
            <Plot {...props} heightPx={heightPx} format={format} zone={zone} index={at} onIndex={setIndex} />
          </Suspense>
        )}
      </div>
      <Legend
        series={series}
        heading={at === null ? undefined : formatClock(timesMs[at] as number, zone)}
        values={at === null ? undefined : series.map(({ values }) => textOf(values[at], format))}
      />
      <div role="status" className="sr-only">
        {at !== null && `${formatMoment(timesMs[at] as number, zone)}: ${said}`}
      </div>
      <ChartTable label={label} timesMs={timesMs} series={series} format={format} />
    </figure>
  );
}

function textOf(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value);
}

function indexAfter(key: string, at: number | null, count: number): number | undefined {
  if (count === 0) return undefined;
  const last = count - 1;
  const bounded = (index: number): number => Math.min(Math.max(index, 0), last);
  switch (key) {
    case 'ArrowLeft':
      return at === null ? last : bounded(at - 1);
    case 'ArrowRight':
      return at === null ? 0 : bounded(at + 1);
    case 'PageUp':
      return bounded((at ?? last) - 10);
    case 'PageDown':
      return bounded((at ?? 0) + 10);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
