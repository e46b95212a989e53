import clsx from 'clsx';
import type { ReactNode } from 'react';

/** On a ground of their own: above the tint of an open row their text would be too faint. */
const TONES = {
  neutral: 'border-line bg-sunken text-muted',
  accent: 'border-accent/30 bg-[color-mix(in_oklab,var(--color-accent)_12%,var(--color-card))] text-accent-text',
  good: 'border-good/25 bg-[color-mix(in_oklab,var(--color-good)_12%,var(--color-card))] text-good',
  warning: 'border-medium/25 bg-[color-mix(in_oklab,var(--color-medium)_12%,var(--color-card))] text-medium',
  danger: 'border-critical/25 bg-[color-mix(in_oklab,var(--color-critical)_12%,var(--color-card))] text-critical',
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
