import { markColor } from '../theme/theme-colors.ts';
import type { Severity } from '@redoubt/contracts';
import { formatCount } from '../format/format-number.ts';
import { severityText } from '../messages/domain.ts';
import { SEVERITIES_DOWN, SeverityMark } from '../ui/severity-mark.tsx';

interface SeveritySplitProps {
  /** What is split, in words. */
  label: string;
  counts: Readonly<Record<Severity, number>>;
}

/** How a number of things falls into severities: one bar, and the figures below it. */
export function SeveritySplit({ label, counts }: SeveritySplitProps) {
  const total = SEVERITIES_DOWN.reduce((sum, severity) => sum + counts[severity], 0);
  const shown = SEVERITIES_DOWN.filter((severity) => counts[severity] > 0);
  return (
    <figure role="figure" aria-label={label}>
      <div aria-hidden className="flex h-2 gap-0.5 overflow-hidden rounded-full bg-hover">
        {shown.map((severity) => (
          <span
            key={severity}
            className="min-w-1 rounded-xs"
            style={{ flexGrow: counts[severity] / total, background: markColor(severity) }}
            title={severityText[severity]}
          />
        ))}
      </div>
      <ul className="mt-2.5 flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {SEVERITIES_DOWN.map((severity) => (
          <li key={severity} className="inline-flex items-center gap-1.5 text-muted">
            <SeverityMark severity={severity} hasWord />
            <span className="tabular font-medium text-fg">{formatCount(counts[severity])}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
