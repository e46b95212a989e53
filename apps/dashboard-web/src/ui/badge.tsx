import clsx from 'clsx';
import type { ReactNode } from 'react';

const TONES = {
  neutral: 'border-line bg-sunken text-muted',
  accent: 'border-accent/30 bg-accent/12 text-accent-text',
  good: 'border-good/25 bg-good/12 text-good',
  warning: 'border-medium/25 bg-medium/12 text-medium',
  danger: 'border-critical/25 bg-critical/12 text-critical',
};

/** A short word about something: a role, a tag, a technique. */
export function Badge({ tone = 'neutral', children }: { tone?: keyof typeof TONES; children: ReactNode }) {
  return (
    <span
      className={clsx(
        'inline-flex h-5 max-w-full items-center gap-1 truncate rounded-sm border px-1.5 text-xs whitespace-nowrap',
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
