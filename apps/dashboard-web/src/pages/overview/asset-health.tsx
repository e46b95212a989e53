import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { overviewText } from '../../messages/overview.ts';
import { Card } from '../../ui/card.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { Overview } from './overview-queries.ts';

type Asset = Overview['assets'][number];

/** Machines and accounts that events name, the worst first. */
export function AssetHealth({ overview }: { overview: Overview | undefined }) {
  return (
    <Card title={overviewText.assets} actions={<span className="text-xs text-muted">{overviewText.assetsNote}</span>}>
      {!overview ? (
        <SkeletonLines count={4} />
      ) : overview.assets.length === 0 ? (
        <EmptyState title={overviewText.noAssets} />
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(132px,1fr))] gap-2">
          {overview.assets.map((asset) => (
            <li key={asset.asset}>
              <Tile {...asset} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Tile({ asset, health, events, alerts, worstSeverity }: Asset) {
  return (
    <Link
      to="/alerts"
      search={{ subject: asset, range: 'all' }}
      title={overviewText.assetFacts(events, alerts)}
      className="flex h-full flex-col gap-1.5 rounded-md border border-line px-2.5 py-2 hover:border-line-strong"
    >
      <span className="flex items-center justify-between gap-2">
        <span className="code min-w-0 truncate text-xs">{asset}</span>
        {worstSeverity !== null && <SeverityMark severity={worstSeverity} />}
      </span>
      <span className="flex items-center gap-2">
        <span aria-hidden className="h-1 flex-1 overflow-hidden rounded-full bg-hover">
          <span className={clsx('block h-full rounded-full', toneOf(health))} style={{ width: `${health}%` }} />
        </span>
        <span className="tabular w-7 text-right text-xs text-muted">
          <span className="sr-only">{overviewText.health} </span>
          {health}
        </span>
      </span>
    </Link>
  );
}

function toneOf(health: number): string {
  if (health >= 80) return 'bg-good';
  if (health >= 50) return 'bg-medium';
  return 'bg-critical';
}
