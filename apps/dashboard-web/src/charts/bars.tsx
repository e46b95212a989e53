import type { ReactNode } from 'react';
import { formatCount } from '../format/format-number.ts';
import { markColor, type ColorToken } from '../theme/theme-colors.ts';

export interface Bar {
  id: string;
  /** A name, or a link with it. */
  label: ReactNode;
  value: number;
  color?: ColorToken;
}

interface BarsProps {
  /** What is compared, in words. */
  label: string;
  bars: readonly Bar[];
  format?: (value: number) => string;
}

/** Names with figures, the greatest as wide as its place. */
export function Bars({ label, bars, format = formatCount }: BarsProps) {
  const max = Math.max(...bars.map(({ value }) => value), 1);
  return (
    <ul aria-label={label} className="flex flex-col gap-2">
      {bars.map(({ id, label: name, value, color = 'accent-text' }) => (
        <li key={id} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 text-sm">
          <span className="min-w-0 truncate">{name}</span>
          <span className="tabular text-muted">{format(value)}</span>
          <span aria-hidden className="col-span-2 mt-0.5 h-1 overflow-hidden rounded-full bg-hover">
            <span
              className="block h-full rounded-full"
              style={{ width: `${(value / max) * 100}%`, background: markColor(color) }}
            />
          </span>
        </li>
      ))}
    </ul>
  );
}
