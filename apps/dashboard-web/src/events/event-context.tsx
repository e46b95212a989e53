import type { AssetContext, EventIntel, EventPlaces } from '@redoubt/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { assetsText, criticalityText, intelText } from '../messages/assets.ts';
import { DrawerSection } from '../ui/drawer.tsx';
import { linkClass } from '../ui/link.tsx';

/** What lists say of something in an event. */
export function IntelSection({ intel }: { intel: readonly EventIntel[] }) {
  return (
    <DrawerSection title={intelText.title}>
      <ul className="flex flex-col gap-2 text-sm">
        {intel.map((one) => (
          <li key={`${one.list} ${one.indicator} ${one.field}`}>
            <span className="code font-medium wrap-anywhere">{one.value}</span>{' '}
            <span className="text-muted">{intelText.namedBy(one.list)}</span>
            <p className="text-xs text-muted">
              {[
                one.field,
                ...(one.threat === undefined ? [] : [one.threat]),
                ...(one.confidence === undefined ? [] : [intelText.confidence(one.confidence)]),
              ].join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </DrawerSection>
  );
}

/** Rows of facts about the asset, and where the addresses lie. */
export function contextFacts({
  context,
  places,
}: {
  context?: AssetContext | undefined;
  places?: EventPlaces | undefined;
}): [string, ReactNode][] {
  const rows: [string, ReactNode][] = [];
  if (context !== undefined) {
    const { name, criticality, owner } = context;
    rows.push([
      assetsText.inventory,
      <span key="inventory">
        <Link to="/assets" search={{ asset: name }} className={linkClass}>
          {name}
        </Link>
        <span className="text-muted">
          {' · '}
          {[criticalityText[criticality], ...(owner === undefined ? [] : [assetsText.ownedBy(owner)])].join(' · ')}
        </span>
      </span>,
    ]);
  }
  for (const [label, place] of [
    [intelText.sourcePlace, places?.source],
    [intelText.destinationPlace, places?.destination],
  ] as const) {
    if (place === undefined) continue;
    const asn = place.asn === undefined ? undefined : `AS${place.asn}`;
    rows.push([label, [place.country, asn, place.network].filter((part) => part !== undefined).join(' · ')]);
  }
  return rows;
}
