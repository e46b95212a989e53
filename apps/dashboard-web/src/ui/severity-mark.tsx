import type { Severity } from '@redoubt/contracts';
import clsx from 'clsx';
import { severityText } from '../messages/domain.ts';

/** Five severities, worst first. */
export const SEVERITIES_DOWN = ['critical', 'high', 'medium', 'low', 'informational'] as const satisfies Severity[];

export const SEVERITY_COLORS: Readonly<Record<Severity, string>> = {
  critical: 'text-mark-critical',
  high: 'text-mark-high',
  medium: 'text-mark-medium',
  low: 'text-mark-low',
  informational: 'text-mark-informational',
};

const shapes: Readonly<Record<Severity, React.ReactElement>> = {
  critical: <path d="M7 .8 13.2 7 7 13.2 .8 7z" />,
  high: <path d="M7 1.2 13.2 12.4H.8z" />,
  medium: <circle cx="7" cy="7" r="5.2" />,
  low: <rect x="2.2" y="2.2" width="9.6" height="9.6" rx="1" />,
  informational: <circle cx="7" cy="7" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.8" />,
};

interface SeverityMarkProps {
  severity: Severity;
  /** Shows the word beside the mark; otherwise it is only read aloud. */
  hasWord?: boolean;
}

/** A severity by colour, shape and word. */
export function SeverityMark({ severity, hasWord = false }: SeverityMarkProps) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <svg
        aria-hidden
        viewBox="0 0 14 14"
        fill="currentColor"
        className={clsx('size-3 shrink-0', SEVERITY_COLORS[severity])}
      >
        {shapes[severity]}
      </svg>
      <span className={hasWord ? undefined : 'sr-only'}>{severityText[severity]}</span>
    </span>
  );
}

const TINTS: Readonly<Record<Severity, string>> = {
  critical: 'bg-critical/12 border-critical/25',
  high: 'bg-high/12 border-high/25',
  medium: 'bg-medium/12 border-medium/25',
  low: 'bg-low/12 border-low/25',
  informational: 'bg-informational/12 border-informational/25',
};

/** The same as a tag, where it should be seen from afar. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  return (
    <span className={clsx('inline-flex h-6 items-center rounded-md border px-2 text-xs font-medium', TINTS[severity])}>
      <SeverityMark severity={severity} hasWord />
    </span>
  );
}
