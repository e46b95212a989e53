import { markColor } from '../theme/theme-colors.ts';
import type { Series } from './series.ts';

interface LegendProps {
  series: readonly Series[];
  /** The time that is pointed at, and the values there. */
  heading: string | undefined;
  values: readonly string[] | undefined;
}

/** Names of the series; with the values under the cursor, so that nothing covers the chart. */
export function Legend({ series, heading, values }: LegendProps) {
  return (
    <figcaption aria-hidden className="tabular flex min-h-4 flex-wrap gap-x-4 gap-y-0.5 text-xs text-muted">
      {series.map(({ name, color }, index) => (
        <span key={name} className="inline-flex items-center gap-1.5">
          <span className="size-2 rounded-xs" style={{ background: markColor(color) }} />
          {name}
          {values && <span className="font-medium text-fg">{values[index]}</span>}
        </span>
      ))}
      {heading !== undefined && <span className="ml-auto text-fg">{heading}</span>}
    </figcaption>
  );
}
