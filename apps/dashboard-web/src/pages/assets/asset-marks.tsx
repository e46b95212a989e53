import type { Criticality } from '@redoubt/contracts';
import clsx from 'clsx';
import { assetsText, criticalityText } from '../../messages/assets.ts';
import { Badge } from '../../ui/badge.tsx';
import type { ListedAsset } from './asset-queries.ts';

const TONES = { critical: 'danger', high: 'warning', medium: 'neutral', low: 'neutral' } as const;

/** How much depends on an asset. */
export function CriticalityMark({ criticality }: { criticality: Criticality }) {
  return <Badge tone={TONES[criticality]}>{criticalityText[criticality]}</Badge>;
}

const BARS = { healthy: 'bg-good', warning: 'bg-medium', critical: 'bg-critical', silent: 'bg-line-strong' };

/** Score as a bar and a number, with the word for it. */
export function HealthMark({ health: { status, securityScore } }: Pick<ListedAsset, 'health'>) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span aria-hidden className="h-1 w-14 shrink-0 overflow-hidden rounded-full bg-hover">
        <span className={clsx('block h-full rounded-full', BARS[status])} style={{ width: `${securityScore}%` }} />
      </span>
      <span className="tabular w-7 text-right text-xs text-muted">{securityScore}</span>
      <span className="truncate text-xs">{assetsText.statuses[status]}</span>
    </span>
  );
}

/** Weaknesses in words; a dash where none is known. */
export function Weaknesses({ vulnerabilities, scannedAtMs }: Pick<ListedAsset, 'vulnerabilities' | 'scannedAtMs'>) {
  const { critical, high, medium, low, informational } = vulnerabilities;
  const text = assetsText.counts(critical, high, medium + low + informational);
  if (text === '') return <span className="text-faint">{scannedAtMs === null ? '–' : assetsText.none}</span>;
  return <span className={clsx('tabular truncate', critical > 0 && 'text-critical')}>{text}</span>;
}
