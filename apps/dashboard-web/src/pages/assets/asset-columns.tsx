import { assetsText } from '../../messages/assets.ts';
import { formatCount } from '../../format/format-number.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import type { Column } from '../../ui/table/column.ts';
import { CriticalityMark, HealthMark, Weaknesses } from './asset-marks.tsx';
import type { ListedAsset } from './asset-queries.ts';

export const ASSET_COLUMNS: readonly Column<ListedAsset>[] = [
  {
    id: 'name',
    title: assetsText.name,
    width: 'minmax(140px,2fr)',
    cell: ({ name }) => <span className="code truncate font-medium">{name}</span>,
  },
  {
    id: 'criticality',
    title: assetsText.criticality,
    width: '96px',
    cell: ({ criticality }) => <CriticalityMark criticality={criticality} />,
  },
  {
    id: 'owner',
    title: assetsText.owner,
    width: 'minmax(100px,1fr)',
    minTableWidth: 720,
    cell: ({ owner }) => <span className="truncate">{owner ?? <span className="text-faint">–</span>}</span>,
  },
  { id: 'health', title: assetsText.health, width: '184px', cell: ({ health }) => <HealthMark health={health} /> },
  {
    id: 'alerts',
    title: assetsText.openAlerts,
    width: '96px',
    align: 'end',
    minTableWidth: 800,
    cell: ({ health }) => <span className="tabular">{formatCount(health.openAlerts)}</span>,
  },
  {
    id: 'events',
    title: assetsText.events,
    width: '96px',
    align: 'end',
    minTableWidth: 900,
    cell: ({ health }) => <span className="tabular">{formatCount(health.events1h)}</span>,
  },
  {
    id: 'weaknesses',
    title: <span className="pl-4">{assetsText.weaknesses}</span>,
    label: assetsText.weaknesses,
    width: 'minmax(150px,1fr)',
    minTableWidth: 980,
    cell: (asset) => (
      <span className="flex min-w-0 pl-4">
        <Weaknesses {...asset} />
      </span>
    ),
  },
  {
    id: 'scan',
    title: assetsText.lastScan,
    width: '96px',
    minTableWidth: 1_080,
    cell: ({ scannedAtMs }) =>
      scannedAtMs === null ? <span className="text-faint">–</span> : <RelativeTime atMs={scannedAtMs} />,
  },
];

/** An asset on two lines, where there is no room for columns. */
export function NarrowAsset({ asset }: { asset: ListedAsset }) {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <span className="flex min-w-0 items-center gap-2">
        <span className="code truncate font-medium">{asset.name}</span>
        <span className="ml-auto">
          <CriticalityMark criticality={asset.criticality} />
        </span>
      </span>
      <span className="flex min-w-0 items-center gap-2 text-xs text-muted">
        <HealthMark health={asset.health} />
        <span className="ml-auto truncate">{asset.owner}</span>
      </span>
    </div>
  );
}
