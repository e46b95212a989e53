import { markColor, type ColorToken } from '../theme/theme-colors.ts';
import { linePoints } from './series.ts';

interface SparklineProps {
  /** What it shows, in words. */
  label: string;
  values: readonly number[];
  /** Drawn across, where it lies within what is shown. */
  threshold?: number;
  color?: ColorToken;
  width?: number;
  height?: number;
  /** As wide as its place. */
  isWide?: boolean;
}

const inset = 2;

/** The course of a figure, beside it. */
export function Sparkline({
  label,
  values,
  threshold,
  color = 'accent-text',
  width = 96,
  height = 28,
  isWide = false,
}: SparklineProps) {
  const max = Math.max(...values, threshold ?? 0, 0);
  const box = { width, height: height - 2 * inset, max };
  const points = linePoints(values, box);
  const top = max > 0 ? max : 1;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 ${-inset} ${width} ${height}`}
      preserveAspectRatio="none"
      className={isWide ? 'block w-full' : 'block shrink-0'}
      style={{ height, color: markColor(color), ...(isWide ? {} : { width }) }}
    >
      <polygon points={`0,${box.height} ${points} ${width},${box.height}`} fill="currentColor" opacity="0.12" />
      <polyline
        points={points}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
      {threshold !== undefined && (
        <line
          x1="0"
          x2={width}
          y1={box.height - (threshold / top) * box.height}
          y2={box.height - (threshold / top) * box.height}
          className="stroke-critical"
          strokeDasharray="3 3"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
