import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatCount } from '../../format/format-number.ts';
import { assetsText } from '../../messages/assets.ts';
import { Badge } from '../../ui/badge.tsx';
import { Copyable } from '../../ui/copy-button.tsx';
import { Drawer, DrawerSection, Facts } from '../../ui/drawer.tsx';
import { linkClass } from '../../ui/link.tsx';
import { Moment, RelativeTime } from '../../ui/relative-time.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { CriticalityMark, HealthMark } from './asset-marks.tsx';
import { assetQuery, type ListedAsset, type Vulnerability } from './asset-queries.ts';

interface AssetDrawerProps {
  name: string | undefined;
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

/** One asset: who it belongs to, how it is doing, and what its newest scan found. */
export default function AssetDrawer({ name, onClose, onPrevious, onNext }: AssetDrawerProps) {
  const { data, error, refetch } = useQuery({ ...assetQuery(name ?? ''), enabled: name !== undefined });
  const asset = data?.asset;
  return (
    <Drawer
      isOpen={name !== undefined}
      onClose={onClose}
      title={<span className="code">{name}</span>}
      eyebrow={asset && <CriticalityMark criticality={asset.criticality} />}
      onPrevious={onPrevious}
      onNext={onNext}
    >
      {data && asset ? (
        <>
          <DrawerSection title={assetsText.facts}>
            <Facts rows={factsOf(asset)} />
          </DrawerSection>
          <DrawerSection>
            <Pivots asset={asset} />
          </DrawerSection>
          <DrawerSection title={assetsText.weaknesses}>
            <Found asset={asset} vulnerabilities={data.vulnerabilities} />
          </DrawerSection>
        </>
      ) : (
        <DrawerSection>
          {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <SkeletonLines count={6} />}
        </DrawerSection>
      )}
    </Drawer>
  );
}

function factsOf(asset: ListedAsset): [string, ReactNode][] {
  const { health, owner, addresses, tags, scannedAtMs, scanner } = asset;
  return [
    [assetsText.health, <HealthMark key="h" health={health} />],
    [assetsText.owner, owner ?? assetsText.nobody],
    [assetsText.openAlerts, formatCount(health.openAlerts)],
    [assetsText.events, formatCount(health.events1h)],
    [
      assetsText.addresses,
      <List
        key="a"
        items={addresses.map((one) => (
          <Copyable key={one} text={one} />
        ))}
      />,
    ],
    [
      assetsText.tags,
      <List
        key="t"
        items={tags.map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
      />,
    ],
    [
      assetsText.lastScan,
      scannedAtMs === null ? (
        assetsText.never
      ) : (
        <span key="s">
          <RelativeTime atMs={scannedAtMs} hasSuffix />
          <span className="text-muted">
            {' · '}
            <Moment atMs={scannedAtMs} />
            {scanner !== undefined && ` ${assetsText.scannedBy(scanner)}`}
          </span>
        </span>
      ),
    ],
  ];
}

function List({ items }: { items: readonly ReactNode[] }) {
  if (items.length === 0) return <span className="text-faint">{assetsText.none}</span>;
  return <span className="flex flex-wrap gap-x-3 gap-y-1">{items}</span>;
}

function Pivots({ asset: { name } }: { asset: ListedAsset }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      <li>
        <Link to="/alerts" search={{ subject: name, range: 'all' }} className={linkClass}>
          {assetsText.alertsOf}
        </Link>
      </li>
      <li>
        <Link to="/search" search={{ asset: name }} className={linkClass}>
          {assetsText.eventsOf}
        </Link>
      </li>
    </ul>
  );
}

function Found({ asset, vulnerabilities }: { asset: ListedAsset; vulnerabilities: readonly Vulnerability[] }) {
  if (asset.scannedAtMs === null) return <p className="text-sm text-muted">{assetsText.neverText}</p>;
  if (vulnerabilities.length === 0) return <p className="text-sm text-muted">{assetsText.noWeaknesses}</p>;
  const all = Object.values(asset.vulnerabilities).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <ul className="flex flex-col">
        {vulnerabilities.map((one) => (
          <li key={`${one.id} ${one.component}`} className="border-t border-line py-2 first:border-t-0 first:pt-0">
            <Weakness {...one} />
          </li>
        ))}
      </ul>
      {all > vulnerabilities.length && (
        <p className="pt-2 text-xs text-muted">{assetsText.weaknessesMore(vulnerabilities.length)}</p>
      )}
    </>
  );
}

function Weakness({ id, severity, component, version, fixedIn, title }: Vulnerability) {
  return (
    <div className="flex min-w-0 gap-2 text-sm">
      <SeverityMark severity={severity} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="code font-medium">{id}</span>
          <span className="code wrap-anywhere text-muted">{[component, version].filter(Boolean).join(' ')}</span>
          {fixedIn !== undefined && <span className="text-xs text-good">{assetsText.fixedIn(fixedIn)}</span>}
        </p>
        {title !== undefined && <p className="text-xs wrap-anywhere text-muted">{title}</p>}
      </div>
    </div>
  );
}
